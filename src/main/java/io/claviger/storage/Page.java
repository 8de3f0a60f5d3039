package io.claviger.storage;

import java.util.List;

/**
 * A part of a list in a stable order.
 *
 * @param hasMore whether items follow the last one of this page
 */
public record Page<T>(List<T> items, boolean hasMore) {
    public Page {
        items = List.copyOf(items);
    }
}
