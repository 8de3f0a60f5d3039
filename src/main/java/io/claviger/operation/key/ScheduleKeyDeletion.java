package io.claviger.operation.key;

import io.claviger.key.KeyState;
import io.claviger.key.KmsKey;
import io.claviger.key.StateRule;
import io.claviger.operation.Call;
import io.claviger.operation.Guard;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.AuditDefault;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Range;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a key out of use at once and has it deleted when the waiting period ends. */
@Singleton
public final class ScheduleKeyDeletion implements Operation<ScheduleKeyDeletion.Request, ScheduleKeyDeletion.Response> {
    private static final int DEFAULT_WINDOW_DAYS = 30;

    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,

            @Range(min = 7, max = 30) @AuditDefault("30") @Nullable
            Integer pendingWindowInDays) {
        /** The waiting period asked for, or the default. */
        public int windowDays() {
            return pendingWindowInDays == null ? DEFAULT_WINDOW_DAYS : pendingWindowInDays;
        }
    }

    public record Response(
            String keyId,
            @Nullable Instant deletionDate,
            KeyState keyState,
            @Nullable Integer pendingWindowInDays) {}

    @Override
    public Class<Request> inputType() {
        return Request.class;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ID));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:ScheduleKeyDeletion", 0));
    }

    @Override
    public List<Guard> guards() {
        return List.of(Guard.state(StateRule.SCHEDULE_KEY_DELETION));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        int windowDays = call.input().windowDays();
        KmsKey key = call.key().pendingDeletion(call.now().plus(Duration.ofDays(windowDays)), windowDays);
        Response response = new Response(key.arn().toString(), key.deletionDate(), key.state(), windowDays);
        Map<String, Object> elements = new LinkedHashMap<>();
        elements.put("keyId", response.keyId());
        elements.put("keyState", key.state().wireName());
        elements.put("deletionDate", call.now().plus(Duration.ofDays(windowDays)));
        elements.put("pendingWindowInDays", windowDays);
        return Uni.createFrom()
                .item(Outcome.of(response, List.of(new Change.KeyUpdated(key))).withResponseElements(elements));
    }
}
