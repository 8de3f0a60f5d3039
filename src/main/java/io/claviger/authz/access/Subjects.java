package io.claviger.authz.access;

import io.claviger.authn.Caller;
import io.claviger.authz.IdentityPolicies;
import io.claviger.authz.OwnPolicies;
import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.iam.EntityKind;
import io.claviger.iam.Role;
import io.claviger.iam.User;
import io.claviger.key.Grant;
import io.claviger.key.GrantId;
import io.claviger.key.GrantPrincipal;
import io.claviger.key.KmsKey;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.Principal;
import io.claviger.policy.PrincipalPattern;
import io.claviger.storage.GrantFilter;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds everybody who may have access to a key, page by page: the parts of the list one after another. */
final class Subjects {
    private static final String EVERYONE = "*";
    private static final String ANY_SESSION = "any";
    /** No account has this number: its root user stands for everybody of other accounts. */
    private static final AccountId NOBODYS = new AccountId("000000000000");

    private final Storage storage;
    private final IdentityPolicies policies;

    Subjects(Storage storage) {
        this.storage = storage;
        this.policies = new IdentityPolicies(storage);
    }

    /** At most as many as wanted, from the place on. */
    Uni<List<Subject>> find(KmsKey key, PolicyDocument keyPolicy, Place after, int wanted) {
        List<Subject> found = new ArrayList<>();
        if (after.equals(Place.START)) {
            found.add(root(key.account()));
        }
        return add(found, after, Place.Part.USERS, wanted, count -> users(key, after, count))
                .chain(() -> add(found, after, Place.Part.ROLES, wanted, count -> roles(key, after, count)))
                .chain(() -> add(found, after, Place.Part.NAMED, wanted, count -> named(key, keyPolicy, after, count)))
                .chain(() -> add(found, after, Place.Part.GRANTS, wanted, count -> grants(key, after, count)));
    }

    /** Adds what a part has, unless it lies before the place or there is enough. */
    private static Uni<List<Subject>> add(
            List<Subject> found, Place after, Place.Part part, int wanted, Function<Integer, Uni<List<Subject>>> more) {
        int missing = wanted - found.size();
        if (missing <= 0 || !after.isAtOrBefore(part)) {
            return Uni.createFrom().item(found);
        }
        return more.apply(missing).map(items -> {
            found.addAll(items);
            return found;
        });
    }

    private static Subject root(AccountId account) {
        return new Subject(
                new Place(Place.Part.ROOT, account.value()),
                Subject.Type.ROOT,
                Arn.root(account).toString(),
                new Principal.Root(account),
                new Caller.Root(account),
                OwnPolicies.NONE,
                null);
    }

    private Uni<List<Subject>> users(KmsKey key, Place after, int wanted) {
        return storage.listEntities(EntityKind.USER, key.account(), "/", after.within(Place.Part.USERS), wanted)
                .chain(page -> each(page.items(), this::withPolicies));
    }

    private static Subject user(User user) {
        return new Subject(
                new Place(Place.Part.USERS, user.name()),
                Subject.Type.USER,
                user.arn().toString(),
                new Principal.User(user.account(), user.arn(), user.uniqueId()),
                Caller.User.of(user),
                OwnPolicies.NONE,
                null);
    }

    private Uni<Subject> withPolicies(User user) {
        return policies.of(user).map(user(user)::withPolicies);
    }

    private Uni<List<Subject>> roles(KmsKey key, Place after, int wanted) {
        return storage.listEntities(EntityKind.ROLE, key.account(), "/", after.within(Place.Part.ROLES), wanted)
                .chain(page -> each(page.items(), this::withPolicies));
    }

    private Uni<Subject> withPolicies(Role role) {
        return policies.of(role).map(role(role)::withPolicies);
    }

    private static Subject role(Role role) {
        return new Subject(
                new Place(Place.Part.ROLES, role.name()),
                Subject.Type.ROLE,
                role.arn().toString(),
                anySession(role.arn(), role.uniqueId()),
                Caller.RoleSession.of(role, ANY_SESSION),
                OwnPolicies.NONE,
                null);
    }

    private static Principal anySession(Arn role, String roleId) {
        return session(role, Arn.assumedRole(new AccountId(role.account()), name(role), ANY_SESSION), roleId);
    }

    private static Principal session(Arn role, Arn session, String roleId) {
        return new Principal.RoleSession(new AccountId(role.account()), role, session, roleId);
    }

    private static String name(Arn arn) {
        return arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
    }

    /** In the order of their names, so that a policy that changes between two pages loses nobody. */
    private Uni<List<Subject>> named(KmsKey key, PolicyDocument policy, Place after, int wanted) {
        String last = after.within(Place.Part.NAMED);
        List<Subject> others = Stream.concat(
                        policy.principals().stream().flatMap(pattern -> other(pattern, key.account()).stream()),
                        Stream.of(account(Subject.Type.EVERYONE, EVERYONE, NOBODYS)))
                .filter(subject -> last == null || subject.name().compareTo(last) > 0)
                .sorted(Comparator.comparing(Subject::name))
                .limit(wanted)
                .toList();
        return Uni.createFrom().item(others);
    }

    private static Optional<Subject> other(PrincipalPattern pattern, AccountId owner) {
        return switch (pattern) {
            case PrincipalPattern.User user
            when !user.arn().account().equals(owner.value()) ->
                Optional.of(named(
                        Subject.Type.USER,
                        user.arn().toString(),
                        new Principal.User(new AccountId(user.arn().account()), user.arn(), "")));
            case PrincipalPattern.Account account
            when !account.account().equals(owner) ->
                Optional.of(account(
                        Subject.Type.ACCOUNT, Arn.root(account.account()).toString(), account.account()));
            case PrincipalPattern.Service service ->
                Optional.of(named(Subject.Type.SERVICE, service.name(), new Principal.Service(service.name())));
            case PrincipalPattern.Role role
            when !role.arn().account().equals(owner.value()) ->
                Optional.of(named(Subject.Type.ROLE, role.arn().toString(), anySession(role.arn(), "")));
            case PrincipalPattern.Session session -> ofSession(session.arn());
            // users and roles of the account are there already; providers call no key; a unique id names one that is
            // gone
            case PrincipalPattern.User _,
                    PrincipalPattern.Role _,
                    PrincipalPattern.Account _,
                    PrincipalPattern.Everyone _,
                    PrincipalPattern.Provider _,
                    PrincipalPattern.UniqueId _,
                    PrincipalPattern.Unknown _ -> Optional.empty();
        };
    }

    /** What the session can do because it is named; what its role can do is the role's entry. */
    private static Optional<Subject> ofSession(Arn arn) {
        String[] parts = arn.resource().split("/", -1);
        return parts.length == 3
                ? Optional.of(named(
                        Subject.Type.SESSION,
                        arn.toString(),
                        session(Arn.role(new AccountId(arn.account()), "/", parts[1]), arn, "")))
                : Optional.empty();
    }

    private static Subject account(Subject.Type type, String name, AccountId account) {
        return named(type, name, new Principal.Root(account));
    }

    private static Subject named(Subject.Type type, String name, Principal principal) {
        return new Subject(new Place(Place.Part.NAMED, name), type, name, principal, null, OwnPolicies.NONE, null);
    }

    private Uni<List<Subject>> grants(KmsKey key, Place after, int wanted) {
        return storage.listGrants(
                        key.account(),
                        key.region(),
                        key.id(),
                        GrantFilter.ALL,
                        grantId(after.within(Place.Part.GRANTS)),
                        wanted)
                .chain(page -> each(
                        page.items(),
                        grant -> grantee(key, grant)
                                .map(subject -> subject.ofGrant(
                                        new Place(Place.Part.GRANTS, grant.id().value()), grant))));
    }

    private static @Nullable GrantId grantId(@Nullable String item) {
        if (item != null && !GrantId.isValid(item)) {
            throw Place.invalid();
        }
        return item == null ? null : new GrantId(item);
    }

    private Uni<Subject> grantee(KmsKey key, Grant grant) {
        GrantPrincipal grantee = grant.grantee();
        if (grantee.isService()) {
            return Uni.createFrom()
                    .item(named(Subject.Type.SERVICE, grantee.name(), new Principal.Service(grantee.name())));
        }
        if (grantee.isRole()) {
            return roleOfGrant(key, grantee);
        }
        if (!grantee.isUser()) {
            AccountId account = new AccountId(grantee.identity());
            return Uni.createFrom().item(account(Subject.Type.ACCOUNT, grantee.name(), account));
        }
        AccountId account =
                Arn.parse(grantee.name()).map(Arn::account).map(AccountId::new).orElse(key.account());
        return storage.findEntity(EntityKind.USER, account, grantee.identity())
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(gone(account, grantee))
                        : account.equals(key.account())
                                ? withPolicies(found.get())
                                : Uni.createFrom().item(foreign(found.get())));
    }

    private Uni<Subject> roleOfGrant(KmsKey key, GrantPrincipal grantee) {
        AccountId account =
                Arn.parse(grantee.name()).map(Arn::account).map(AccountId::new).orElse(key.account());
        boolean isSession = !grantee.roleId().equals(grantee.identity());
        return storage.findEntity(EntityKind.ROLE, account, grantee.roleId()).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(gone(account, grantee));
            }
            Role role = found.get();
            if (isSession) {
                Arn arn = Arn.parse(grantee.name()).orElseThrow();
                return Uni.createFrom()
                        .item(named(Subject.Type.SESSION, grantee.name(), session(role.arn(), arn, role.uniqueId())));
            }
            return account.equals(key.account())
                    ? withPolicies(role)
                    : Uni.createFrom()
                            .item(named(
                                    Subject.Type.ROLE, role.arn().toString(), anySession(role.arn(), role.uniqueId())));
        });
    }

    private static Subject foreign(User user) {
        return named(
                Subject.Type.USER,
                user.arn().toString(),
                new Principal.User(user.account(), user.arn(), user.uniqueId()));
    }

    private static Subject gone(AccountId account, GrantPrincipal grantee) {
        return named(
                Subject.Type.GONE,
                grantee.identity(),
                new Principal.User(account, Arn.user(account, "/", grantee.identity()), grantee.identity()));
    }

    private static <T, R> Uni<List<R>> each(List<T> items, Function<T, Uni<R>> step) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(step::apply)
                .collect()
                .asList();
    }
}
