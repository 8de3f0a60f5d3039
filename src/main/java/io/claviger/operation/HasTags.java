package io.claviger.operation;

import io.claviger.key.Tag;
import java.util.List;

/** A request that gives a key tags. */
public interface HasTags extends HasTagKeys {
    /** The tags in the request, in its order; empty when it has none. */
    List<Tag> requestTags();

    @Override
    default List<String> requestTagKeys() {
        return requestTags().stream().map(Tag::key).toList();
    }
}
