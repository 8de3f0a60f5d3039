package io.claviger.storage.postgres.embedded;

import java.io.Serial;

/** The embedded PostgreSQL cannot run. The message is one sentence for the operator, and holds no secret. */
public final class EmbeddedPostgresException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EmbeddedPostgresException(String message) {
        super(message);
    }

    EmbeddedPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
