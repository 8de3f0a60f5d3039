package io.claviger.authz;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The full reason of a denial, for the audit record alone: the caller may learn less. */
public final class DeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final transient @Nullable RecordedDecision decision;

    DeniedException(String reason, @Nullable RecordedDecision decision) {
        super(reason, null, false, false);
        this.reason = reason;
        this.decision = decision;
    }

    /** What was decided, and by what; empty where the caller may not learn even that there is a key. */
    public Optional<RecordedDecision> decision() {
        return Optional.ofNullable(decision);
    }

    public String reason() {
        return reason;
    }
}
