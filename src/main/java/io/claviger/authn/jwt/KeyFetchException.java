package io.claviger.authn.jwt;

/** Keys that could not be had. The message says what went wrong, and nothing of what the issuer answered. */
final class KeyFetchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyFetchException(String message) {
        super(message, null, false, false);
    }
}
