package io.claviger.storage.postgres;

import io.claviger.common.BugException;
import io.claviger.storage.StorageConflictException;
import io.claviger.storage.StorageUnavailableException;
import io.vertx.sqlclient.DatabaseException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.hibernate.StaleStateException;
import org.jspecify.annotations.Nullable;

/** Turns what Hibernate and the driver fail with into the failures that the ports promise. */
final class DatabaseFailure {
    private static final Set<String> RETRYABLE = Set.of("40001", "40P01");
    private static final String UNIQUE_VIOLATION = "23505";
    /** Of what {@code on delete restrict} forbids; before version 18, PostgreSQL says the next one of that too. */
    private static final String RESTRICT_VIOLATION = "23001";

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    /**
     * Connection (08), refused log-in (28), missing database (3D), transaction lost (40), lock or prerequisite (55),
     * resources (53), intervention and time limit (57), system (58), internal (XX); 25006 is a server that has become
     * read-only.
     */
    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "28", "3D", "40", "53", "55", "57", "58", "XX");

    private static final String READ_ONLY = "25006";

    private DatabaseFailure() {}

    /** Whether the server has undone the transaction so that it can be tried again as if it had never been. */
    static boolean isRetryable(Throwable failure) {
        return sqlState(failure).filter(RETRYABLE::contains).isPresent();
    }

    /** What the caller sees. Anything without an SQLSTATE happened on the way to the server, or never got there. */
    static RuntimeException translate(Throwable failure) {
        if (failure instanceof StorageConflictException conflict) {
            return conflict;
        }
        if (failure instanceof StorageUnavailableException unavailable) {
            return unavailable;
        }
        if (failure instanceof BugException bug) {
            return bug;
        }
        if (find(failure, StaleStateException.class) != null) {
            return new StorageConflictException("the row has another version or is gone");
        }
        return sqlState(failure)
                .map(state -> ofState(state, failure))
                .orElseGet(() -> new StorageUnavailableException("the database does not answer", failure));
    }

    private static RuntimeException ofState(String state, Throwable failure) {
        if (state.equals(UNIQUE_VIOLATION)) {
            return new StorageConflictException("the row exists");
        }
        if (state.equals(FOREIGN_KEY_VIOLATION) || state.equals(RESTRICT_VIOLATION)) {
            return new StorageConflictException("a row that is referred to does not exist, or a row is still in use");
        }
        if (state.equals(READ_ONLY) || UNAVAILABLE_CLASSES.contains(state.substring(0, 2))) {
            return new StorageUnavailableException("the database refuses, SQLSTATE " + state, failure);
        }
        return new BugException("the database rejects a statement, SQLSTATE " + state, failure);
    }

    private static Optional<String> sqlState(Throwable failure) {
        DatabaseException ofDriver = find(failure, DatabaseException.class);
        String state = ofDriver == null ? null : ofDriver.getSqlState();
        if (state == null) {
            SQLException ofJdbc = find(failure, SQLException.class);
            state = ofJdbc == null ? null : ofJdbc.getSQLState();
        }
        return Optional.ofNullable(state).filter(text -> text.length() == 5);
    }

    /** Looks through causes and suppressed failures: a failed rollback hides what it was for in one of them. */
    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> left = new ArrayDeque<>();
        left.add(failure);
        while (!left.isEmpty()) {
            Throwable next = left.removeFirst();
            if (type.isInstance(next)) {
                return type.cast(next);
            }
            if (seen.add(next)) {
                Throwable cause = next.getCause();
                if (cause != null) {
                    left.add(cause);
                }
                Collections.addAll(left, next.getSuppressed());
            }
        }
        return null;
    }
}
