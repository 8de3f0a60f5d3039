package io.claviger.operation;

import org.jspecify.annotations.Nullable;

/** A request that asks for a page of a list: how many items at most, and after which marker. */
public interface Paged {
    @Nullable
    Integer limit();

    @Nullable
    String marker();

    default int limitOr(int defaultLimit) {
        Integer limit = limit();
        return limit == null ? defaultLimit : limit;
    }
}
