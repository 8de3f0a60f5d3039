package io.claviger.authz;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.iam.EntityKind;
import io.claviger.iam.User;
import io.claviger.key.GrantPrincipal;
import io.claviger.operation.grant.GrantPrincipals;
import io.claviger.policy.PrincipalPattern;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Who exists, of those whom policies and grants may name. */
public final class PrincipalDirectory implements GrantPrincipals {
    private final Storage storage;

    public PrincipalDirectory(Storage storage) {
        this.storage = storage;
    }

    /** Whether the entry of a policy names somebody. */
    Uni<Boolean> exists(PrincipalPattern pattern) {
        return switch (pattern) {
            case PrincipalPattern.Everyone _, PrincipalPattern.Service _ ->
                Uni.createFrom().item(true);
            case PrincipalPattern.Account account ->
                storage.findAccount(account.account()).map(Optional::isPresent);
            case PrincipalPattern.User user -> findUser(user.arn()).map(Optional::isPresent);
            // there are no roles, sessions or identity providers in this deployment; a unique id names one that is gone
            case PrincipalPattern.Role _,
                    PrincipalPattern.Session _,
                    PrincipalPattern.Provider _,
                    PrincipalPattern.UniqueId _,
                    PrincipalPattern.Unknown _ -> Uni.createFrom().item(false);
        };
    }

    @Override
    public Uni<GrantPrincipal> resolve(String arn) {
        boolean isArnOfHere = Arn.parse(arn)
                .filter(parsed -> parsed.partition().equals(Arn.PARTITION))
                .isPresent();
        Uni<Optional<GrantPrincipal>> found = isArnOfHere
                ? find(PrincipalPattern.aws(arn), arn)
                : Uni.createFrom().item(Optional.empty());
        return found.map(principal -> principal.orElseThrow(
                () -> new KmsException(ErrorCode.INVALID_ARN, "ARN does not refer to a valid principal: " + arn)));
    }

    private Uni<Optional<GrantPrincipal>> find(PrincipalPattern pattern, String arn) {
        return switch (pattern) {
            case PrincipalPattern.Account account ->
                storage.findAccount(account.account())
                        .map(found -> found.map(row -> new GrantPrincipal(
                                Arn.root(account.account()).toString(),
                                account.account().value(),
                                false)));
            case PrincipalPattern.User user ->
                findUser(user.arn()).map(found -> found.map(row -> new GrantPrincipal(arn, row.uniqueId(), false)));
            // as above: none of these exists, and the rest is no principal of a grant
            case PrincipalPattern.Role _,
                    PrincipalPattern.Session _,
                    PrincipalPattern.Everyone _,
                    PrincipalPattern.Service _,
                    PrincipalPattern.Provider _,
                    PrincipalPattern.UniqueId _,
                    PrincipalPattern.Unknown _ -> Uni.createFrom().item(Optional.empty());
        };
    }

    @Override
    public Uni<String> shown(GrantPrincipal principal) {
        Optional<AccountId> account =
                Arn.parse(principal.name()).map(Arn::account).map(AccountId::new);
        if (account.isEmpty() || !principal.isUser()) {
            return Uni.createFrom().item(principal.name());
        }
        return storage.findEntity(EntityKind.USER, account.get(), principal.identity())
                .map(user -> user.isPresent() ? principal.name() : principal.identity());
    }

    private Uni<Optional<User>> findUser(Arn arn) {
        String name = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
        return storage.findEntityNamed(EntityKind.USER, new AccountId(arn.account()), name)
                .map(found -> found.filter(user -> arn.equals(user.arn())));
    }
}
