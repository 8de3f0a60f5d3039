package io.claviger.operation;

import org.jspecify.annotations.Nullable;

/**
 * Where a call comes from, as far as condition keys ask for it. Only address and TLS are facts; the other two are
 * whatever the client says.
 *
 * @param sourceAddress the peer's IP address as text; empty when it is not known
 * @param isTls whether the connection is encrypted
 */
public record RequestOrigin(
        String sourceAddress,
        boolean isTls,
        @Nullable String userAgent,
        @Nullable String referer) {}
