package io.claviger.common;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that fails in a way the protocol knows. The message goes to the caller word for word, so it never holds
 * anything secret; it is absent where AWS sends none.
 *
 * <p>No stack trace is taken unless there is a cause: this exception is part of the normal flow.
 */
public final class KmsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String callerText;

    public KmsException(ErrorCode code, @Nullable String message) {
        this(code, message, message);
    }

    /**
     * An error whose text echoes what only the caller may see again, such as a signature or a grant token.
     *
     * @param logText the exception's own message instead, which may end up in a log and stands in the audit record
     */
    public KmsException(ErrorCode code, @Nullable String text, @Nullable String logText) {
        super(logText, null, false, false);
        this.code = code;
        this.callerText = text;
    }

    public KmsException(ErrorCode code, @Nullable String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.callerText = message;
    }

    /** An error that AWS sends without any message member. */
    public KmsException(ErrorCode code) {
        this(code, null);
    }

    public ErrorCode code() {
        return code;
    }

    /** The text for the caller; empty where the wire has no message member. */
    public Optional<String> text() {
        return Optional.ofNullable(callerText);
    }
}
