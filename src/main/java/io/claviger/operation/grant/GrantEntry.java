package io.claviger.operation.grant;

import io.claviger.common.Arn;
import io.claviger.key.Grant;
import io.claviger.key.GrantOperation;
import io.claviger.key.GrantPrincipal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** API model GrantListEntry. */
public record GrantEntry(
        String keyId,
        String grantId,
        String name,
        Instant creationDate,
        @Nullable String granteePrincipal,
        @Nullable String granteeServicePrincipal,
        @Nullable String retiringPrincipal,
        @Nullable String retiringServicePrincipal,
        String issuingAccount,
        List<GrantOperation> operations,
        @Nullable ConstraintsMember constraints) {

    /** The entries of these grants, in their order. */
    static Uni<List<GrantEntry>> of(List<Grant> grants, GrantPrincipals principals) {
        return Multi.createFrom()
                .iterable(grants)
                .onItem()
                .transformToUniAndConcatenate(grant -> of(grant, principals))
                .collect()
                .asList();
    }

    private static Uni<GrantEntry> of(Grant grant, GrantPrincipals principals) {
        GrantPrincipal retiring = grant.retiring();
        Uni<String> retiringShown = retiring == null ? Uni.createFrom().item("") : principals.shown(retiring);
        return principals
                .shown(grant.grantee())
                .chain(grantee -> retiringShown.map(shown -> entry(grant, grantee, retiring == null ? null : shown)));
    }

    private static GrantEntry entry(Grant grant, String grantee, @Nullable String retiring) {
        GrantPrincipal principal = grant.retiring();
        boolean isServiceRetiring = principal != null && principal.isService();
        boolean isServiceGrantee = grant.grantee().isService();
        String name = grant.name();
        return new GrantEntry(
                grant.keyArn().toString(),
                grant.id().value(),
                name == null ? "" : name,
                grant.createdAt(),
                isServiceGrantee ? null : grantee,
                isServiceGrantee ? grantee : null,
                isServiceRetiring ? null : retiring,
                isServiceRetiring ? retiring : null,
                Arn.root(grant.issuer()).toString(),
                grant.operations(),
                ConstraintsMember.of(grant.constraints()));
    }
}
