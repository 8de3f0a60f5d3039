package io.claviger.authz;

import io.claviger.authn.Session;
import io.claviger.common.AccountId;
import io.claviger.iam.AwsManagedPolicies;
import io.claviger.iam.EntityKind;
import io.claviger.iam.Group;
import io.claviger.iam.ManagedPolicy;
import io.claviger.iam.Permissions;
import io.claviger.iam.Role;
import io.claviger.iam.User;
import io.claviger.key.PolicyText;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the policies of users and roles, each as old as {@link Storage} may answer. What has inline policies alone
 * costs one look-up. An attached policy that cannot be found allows nothing; a boundary that cannot be found allows
 * nothing either, and so limits everything.
 */
public final class IdentityPolicies {
    /** Stands for a boundary, or a session policy, that is not there. */
    private static final PolicyText NOTHING = PolicyText.of("{\"Version\":\"2012-10-17\",\"Statement\":[]}");

    private final Storage storage;

    public IdentityPolicies(Storage storage) {
        this.storage = storage;
    }

    /** Nothing for a user that does not exist. */
    public Uni<OwnPolicies> ofUser(AccountId account, String uniqueId) {
        return storage.findEntity(EntityKind.USER, account, uniqueId)
                .chain(found ->
                        found.map(this::of).orElseGet(() -> Uni.createFrom().item(OwnPolicies.NONE)));
    }

    public Uni<OwnPolicies> of(User user) {
        if (user.groups().isEmpty()) {
            return of(user.account(), user.permissions(), List.of());
        }
        Uni<List<Group>> groups = gather(
                user.groups(),
                new ArrayList<>(),
                (id, found) -> storage.findEntity(EntityKind.GROUP, user.account(), id)
                        .invoke(group -> group.ifPresent(found::add)));
        return groups.chain(found -> of(user.account(), user.permissions(), found));
    }

    public Uni<OwnPolicies> of(Role role) {
        return of(role.account(), role.permissions(), List.of());
    }

    /** Nothing for a role that does not exist. */
    public Uni<OwnPolicies> ofRole(AccountId account, String uniqueId) {
        return storage.findEntity(EntityKind.ROLE, account, uniqueId)
                .chain(found ->
                        found.map(this::of).orElseGet(() -> Uni.createFrom().item(OwnPolicies.NONE)));
    }

    /** The session policies; a managed one that cannot be found allows nothing, so that the session is not freed of it. */
    Uni<List<PolicyText>> ofSession(AccountId account, Session session) {
        return session.policyArns().isEmpty()
                ? Uni.createFrom().item(session.policies())
                : gather(
                        session.policyArns(),
                        new ArrayList<>(session.policies()),
                        (arn, found) -> managed(account, arn).invoke(text -> found.add(text.orElse(NOTHING))));
    }

    /** What a managed policy says, AWS's or the account's; empty if there is none of that ARN. */
    public Uni<Optional<PolicyText>> managed(AccountId account, String arn) {
        return AwsManagedPolicies.isArn(arn)
                ? Uni.createFrom().item(AwsManagedPolicies.find(arn))
                : storage.findEntity(EntityKind.POLICY, account, arn).map(found -> found.map(ManagedPolicy::policy));
    }

    /** A text of these policies that no database has, by its hash. */
    static Optional<PolicyText> builtIn(String sha256) {
        return NOTHING.sha256().equals(sha256)
                ? Optional.of(NOTHING)
                : AwsManagedPolicies.all().values().stream()
                        .filter(policy -> policy.sha256().equals(sha256))
                        .findFirst();
    }

    private Uni<OwnPolicies> of(AccountId account, Permissions own, List<Group> groups) {
        String boundary = own.boundary();
        if (own.attached().isEmpty() && groups.isEmpty() && boundary == null) {
            return Uni.createFrom().item(new OwnPolicies(inline(own, ""), null));
        }
        Uni<List<OwnPolicies.Named>> identity = add(new ArrayList<>(), account, own, "");
        for (Group group : groups) {
            identity = identity.chain(list -> add(list, account, group.permissions(), group.name() + "/"));
        }
        return identity.chain(list -> boundary(account, boundary).map(text -> new OwnPolicies(list, text)));
    }

    private Uni<List<OwnPolicies.Named>> add(
            List<OwnPolicies.Named> list, AccountId account, Permissions permissions, String prefix) {
        list.addAll(inline(permissions, prefix));
        return gather(
                permissions.attached(),
                list,
                (arn, found) -> managed(account, arn)
                        .invoke(text -> text.ifPresent(policy -> found.add(new OwnPolicies.Named(arn, policy)))));
    }

    private static List<OwnPolicies.Named> inline(Permissions permissions, String prefix) {
        return permissions.inline().entrySet().stream()
                .map(policy -> new OwnPolicies.Named(prefix + policy.getKey(), policy.getValue()))
                .toList();
    }

    private Uni<@Nullable PolicyText> boundary(AccountId account, @Nullable String arn) {
        return arn == null ? Uni.createFrom().nullItem() : managed(account, arn).map(found -> found.orElse(NOTHING));
    }

    /** One step after another, each of which adds to the result. */
    private static <T> Uni<List<T>> gather(
            Collection<String> ids, List<T> result, BiFunction<String, List<T>, Uni<?>> step) {
        Uni<List<T>> all = Uni.createFrom().item(result);
        for (String id : ids) {
            all = all.call(list -> step.apply(id, list));
        }
        return all;
    }
}
