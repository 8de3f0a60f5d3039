package io.claviger.operation;

import java.util.List;

/** A request that names tags of a key. */
public interface HasTagKeys {
    /** The keys of the tags in the request, in its order; empty when it has none. */
    List<String> requestTagKeys();
}
