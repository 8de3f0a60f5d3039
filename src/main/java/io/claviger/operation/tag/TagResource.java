package io.claviger.operation.tag;

import io.claviger.key.KmsKey;
import io.claviger.key.StateRule;
import io.claviger.key.Tag;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.Guard;
import io.claviger.operation.HasTags;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.Quotas;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds tags to a key, or gives the ones that it has a new value. */
@Singleton
public final class TagResource implements Operation<TagResource.Request, Empty> {
    private final Quotas quotas;

    public TagResource(Quotas quotas) {
        this.quotas = quotas;
    }

    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,
            @Required List<TagEntry> tags) implements HasTags {
        @Override
        public List<Tag> requestTags() {
            return TagEntry.toTags(tags);
        }
    }

    @Override
    public Class<Request> inputType() {
        return Request.class;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void check(Request input) {
        TagRules.check(input.tags());
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ID));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:TagResource", 0));
    }

    @Override
    public List<Guard> guards() {
        return List.of(Guard.state(StateRule.NOT_PENDING_DELETION));
    }

    @Override
    public Uni<Outcome<Empty>> execute(Call<Request> call) {
        KmsKey key = call.key();
        Map<String, Tag> byKey = new LinkedHashMap<>();
        key.tags().forEach(tag -> byKey.put(tag.key(), tag));
        TagEntry.toTags(call.input().tags()).forEach(tag -> byKey.put(tag.key(), tag));
        TagRules.checkCount(byKey.size(), quotas);
        return Uni.createFrom().item(Outcome.done(new Change.KeyUpdated(key.tagged(List.copyOf(byKey.values())))));
    }
}
