package io.claviger.audit;

import io.claviger.storage.Change;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Port to the journal. Fails closed: a call whose record is not durable is not answered.
 */
public interface AuditJournal {

    /**
     * Writes the record and the changes of its call in one transaction. Complete only when both are durable.
     *
     * <p>Fails with {@link io.claviger.storage.StorageConflictException} when a change conflicts (neither is written),
     * with {@link io.claviger.storage.StorageUnavailableException} when the database does not answer (the outcome may
     * be unknown), and with a ThrottlingException when too many records wait.
     */
    Uni<Void> append(AuditEvent event, List<Change> changes);
}
