package io.claviger.operation.tag;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.key.KmsKey;
import io.claviger.key.Tag;
import io.claviger.operation.Call;
import io.claviger.operation.Locator;
import io.claviger.operation.Marker;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Paged;
import io.claviger.operation.Permission;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Range;
import io.claviger.operation.wire.Required;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the tags of a key in the order in which they were added. */
@Singleton
public final class ListResourceTags implements Operation<ListResourceTags.Request, ListResourceTags.Response> {
    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,
            @Range(min = 1, max = 50) @Nullable Integer limit,

            @Length(min = 1, max = 1024) @Pattern("[\\u0020-\\u00FF]*") @Nullable
            String marker)
            implements Paged {}

    public record Response(List<TagEntry> tags, @Nullable String nextMarker, boolean truncated) {}

    @Override
    public Class<Request> inputType() {
        return Request.class;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ID));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:ListResourceTags", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        KmsKey key = call.key();
        String list = "ListResourceTags:" + key.arn();
        int from = startOf(Marker.read(list, call.input().marker()), key.tags());
        int to = Math.min(key.tags().size(), from + call.input().limitOr(50));
        List<TagEntry> entries =
                key.tags().subList(from, to).stream().map(TagEntry::of).toList();
        boolean truncated = to < key.tags().size();
        return Uni.createFrom()
                .item(Outcome.of(new Response(
                        entries,
                        truncated ? Marker.after(list, entries.getLast().tagKey()) : null,
                        truncated)));
    }

    /** The place after the marker's tag; a tag removed meanwhile makes the marker useless. */
    private static int startOf(@Nullable String after, List<Tag> tags) {
        if (after == null) {
            return 0;
        }
        for (int i = 0; i < tags.size(); i++) {
            if (tags.get(i).key().equals(after)) {
                return i + 1;
            }
        }
        throw new KmsException(ErrorCode.INVALID_MARKER, "The marker is invalid.");
    }
}
