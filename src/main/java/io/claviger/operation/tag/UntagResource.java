package io.claviger.operation.tag;

import io.claviger.key.KmsKey;
import io.claviger.key.StateRule;
import io.claviger.key.Tag;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.Guard;
import io.claviger.operation.HasTagKeys;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.ItemLength;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Required;
import io.claviger.storage.Change;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Removes tags from a key; one that it does not have is no error. */
@Singleton
public final class UntagResource implements Operation<UntagResource.Request, Empty> {
    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,
            @Required @ItemLength(min = 1, max = 128) List<String> tagKeys)
            implements HasTagKeys {
        @Override
        public List<String> requestTagKeys() {
            return tagKeys;
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
        input.tagKeys().forEach(TagRules::checkKey);
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ID));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:UntagResource", 0));
    }

    @Override
    public List<Guard> guards() {
        return List.of(Guard.state(StateRule.NOT_PENDING_DELETION));
    }

    @Override
    public Uni<Outcome<Empty>> execute(Call<Request> call) {
        KmsKey key = call.key();
        List<Tag> kept = key.tags().stream()
                .filter(tag -> !call.input().tagKeys().contains(tag.key()))
                .toList();
        return Uni.createFrom()
                .item(
                        kept.size() == key.tags().size()
                                ? Outcome.done()
                                : Outcome.done(new Change.KeyUpdated(key.tagged(kept))));
    }
}
