package io.claviger.authz;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.iam.EntityKind;
import io.claviger.iam.Role;
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
            case PrincipalPattern.Role role -> findRole(role.arn()).map(Optional::isPresent);
            case PrincipalPattern.Session session ->
                findRoleOfSession(session.arn()).map(Optional::isPresent);
            // a key policy takes no provider; a unique id names one that is gone
            case PrincipalPattern.Provider _, PrincipalPattern.UniqueId _, PrincipalPattern.Unknown _ ->
                Uni.createFrom().item(false);
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
            case PrincipalPattern.Role role ->
                findRole(role.arn()).map(found -> found.map(row -> new GrantPrincipal(arn, row.uniqueId(), false)));
            case PrincipalPattern.Session session ->
                findRoleOfSession(session.arn())
                        .map(found -> found.map(
                                row -> new GrantPrincipal(arn, row.uniqueId() + ":" + name(session.arn()), false)));
            // none of these is a principal of a grant
            case PrincipalPattern.Everyone _,
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
        if (account.isEmpty() || (!principal.isUser() && !principal.isRole())) {
            return Uni.createFrom().item(principal.name());
        }
        Uni<? extends Optional<?>> found = principal.isUser()
                ? storage.findEntity(EntityKind.USER, account.get(), principal.identity())
                : storage.findEntity(EntityKind.ROLE, account.get(), principal.roleId());
        return found.map(row -> row.isPresent() ? principal.name() : principal.identity());
    }

    private Uni<Optional<User>> findUser(Arn arn) {
        return storage.findEntityNamed(EntityKind.USER, new AccountId(arn.account()), name(arn))
                .map(found -> found.filter(user -> arn.equals(user.arn())));
    }

    private Uni<Optional<Role>> findRole(Arn arn) {
        return storage.findEntityNamed(EntityKind.ROLE, new AccountId(arn.account()), name(arn))
                .map(found -> found.filter(role -> arn.equals(role.arn())));
    }

    /** The role of {@code assumed-role/Name/session}, whatever its path; sessions of other kinds have none. */
    private Uni<Optional<Role>> findRoleOfSession(Arn arn) {
        String[] parts = arn.resource().split("/", -1);
        if (parts.length != 3 || !parts[0].equals("assumed-role")) {
            return Uni.createFrom().item(Optional.empty());
        }
        return storage.findEntityNamed(EntityKind.ROLE, new AccountId(arn.account()), parts[1])
                .map(found -> found.filter(role -> role.name().equals(parts[1])));
    }

    /** What stands behind the last slash. */
    private static String name(Arn arn) {
        return arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    }
}
