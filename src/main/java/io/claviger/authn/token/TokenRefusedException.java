package io.claviger.authn.token;

/**
 * A token that is not believed. The message is fit for an audit record: it never holds anything from the token. What
 * the caller gets to see is the door's affair.
 *
 * <p>Claims are looked at before the signature, so a reason says nothing about whether the issuer made the token.
 */
public final class TokenRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Too long, not a signed JWT, or a claim that is not what it must be. */
        MALFORMED,
        /** The header {@code typ} is not one that is trusted. */
        WRONG_TYPE,
        /** {@code none}, a MAC, or an algorithm that this issuer may not use. */
        UNSUPPORTED_ALGORITHM,
        /** A header that changes how the token is verified. */
        UNSUPPORTED_HEADER,
        WRONG_ISSUER,
        WRONG_AUDIENCE,
        NO_SUBJECT,
        EXPIRED,
        NOT_YET_VALID,
        LIFETIME_TOO_LONG,
        /** The issuer has no key that fits the token, or more than one. */
        UNKNOWN_KEY,
        BAD_SIGNATURE,
        /** The issuer's keys cannot be had now. */
        KEYS_UNAVAILABLE;

        /** Whether the same token may be believed later. */
        public boolean isRetryable() {
            return this == KEYS_UNAVAILABLE;
        }
    }

    private final Reason reason;

    public TokenRefusedException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
