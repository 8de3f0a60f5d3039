package io.claviger.operation;

import io.claviger.authn.ServiceContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a call comes from, as far as condition keys ask for it. User agent and referer are whatever the client says.
 *
 * @param sourceAddress the peer's IP address as text; empty when it is not known
 * @param isTls whether the connection is encrypted
 * @param service the service that makes the call, as it proved; absent for a direct call
 */
public record RequestOrigin(
        String sourceAddress,
        boolean isTls,
        @Nullable String userAgent,
        @Nullable String referer,
        @Nullable ServiceContext service) {
    /** A direct call. */
    public RequestOrigin(String sourceAddress, boolean isTls, @Nullable String userAgent, @Nullable String referer) {
        this(sourceAddress, isTls, userAgent, referer, null);
    }

    /** The service that calls for the caller; null for a call that nobody forwards. */
    public @Nullable ServiceContext forwarder() {
        return service != null && service.isForwarded() ? service : null;
    }
}
