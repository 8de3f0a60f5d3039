package io.claviger.storage.postgres;

import io.claviger.key.Grant;
import io.claviger.key.GrantLead;
import io.claviger.key.GrantOperation;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes a grant and where it is to be found. */
final class GrantWriter {
    private static final String CREATE_USES =
            "insert into grant_use (account, region, key_id, grantee_identity, operation, lead, grant_id)"
                    + " select g.account, g.region, g.key_id, g.grantee_identity, u.operation, u.lead, g.grant_id"
                    + " from kms_grant g,"
                    + " unnest(cast(:operations as text[]), cast(:leads as text[])) u (operation, lead)"
                    + " where g.account = :account and g.region = :region and g.key_id = :key and g.grant_id = :grant";
    private static final String DELETE_USES = "delete from grant_use"
            + " where account = :account and region = :region and key_id = :key and grant_id = :grant"
            + " and grantee_identity = :grantee"
            + " and operation = any (cast(:operations as text[])) and lead = any (cast(:leads as text[]))";

    private GrantWriter() {}

    static Uni<Void> create(Mutiny.StatelessSession session, Grant grant) {
        return session.insert(GrantRow.of(grant)).chain(() -> uses(session.createNativeQuery(CREATE_USES), grant));
    }

    static Uni<Void> delete(Mutiny.StatelessSession session, Grant grant) {
        return uses(
                        session.createNativeQuery(DELETE_USES)
                                .setParameter("grantee", grant.grantee().identity()),
                        grant)
                .chain(() -> session.delete(GrantRow.of(grant)));
    }

    private static Uni<Void> uses(Mutiny.Query<?> statement, Grant grant) {
        // Who wants to retire a grant names it, so nobody searches for one that allows it.
        List<GrantOperation> operations = grant.operations().stream()
                .filter(operation -> operation != GrantOperation.RETIRE_GRANT)
                .toList();
        return statement
                .setParameter("account", grant.account().value())
                .setParameter("region", grant.region().value())
                .setParameter("key", grant.keyId().value())
                .setParameter("grant", grant.id().value())
                .setParameter(
                        "operations",
                        operations.stream().map(GrantOperation::wireName).toArray(String[]::new))
                .setParameter(
                        "leads",
                        operations.stream()
                                .map(operation -> GrantLead.of(grant.constraints(), operation)
                                        .value())
                                .toArray(String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }
}
