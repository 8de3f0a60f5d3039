package io.claviger.operation.grant;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.key.GrantId;
import io.claviger.key.GrantToken;
import org.jspecify.annotations.Nullable;

/** Reads what a marker of a list of grants holds; a marker is not trusted. */
final class GrantMarkers {
    private GrantMarkers() {}

    static @Nullable GrantId id(@Nullable String item) {
        if (item != null && !GrantId.isValid(item)) {
            throw invalid();
        }
        return item == null ? null : new GrantId(item);
    }

    static @Nullable GrantToken token(@Nullable String item) {
        return item == null ? null : GrantToken.parse(item).orElseThrow(GrantMarkers::invalid);
    }

    private static KmsException invalid() {
        return new KmsException(ErrorCode.INVALID_MARKER, "The marker is invalid.");
    }
}
