package io.claviger.operation.tag;

import io.claviger.key.Tag;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** API model Tag. */
public record TagEntry(
        @Required @Length(min = 1, max = 128) String tagKey,
        @Required @Length(max = 256) String tagValue) {

    public static List<Tag> toTags(@Nullable List<TagEntry> entries) {
        return entries == null
                ? List.of()
                : entries.stream()
                        .map(entry -> new Tag(entry.tagKey(), entry.tagValue()))
                        .toList();
    }

    static TagEntry of(Tag tag) {
        return new TagEntry(tag.key(), tag.value());
    }
}
