package io.claviger.contract;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.group;
import static io.claviger.testkit.StorageSamples.managedPolicy;
import static io.claviger.testkit.StorageSamples.policyText;
import static io.claviger.testkit.StorageSamples.role;
import static io.claviger.testkit.StorageSamples.user;
import static io.claviger.testkit.StorageSamples.withPolicy;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.AccountId;
import io.claviger.iam.AccessKey;
import io.claviger.iam.Account;
import io.claviger.iam.Entity;
import io.claviger.iam.EntityKind;
import io.claviger.iam.Group;
import io.claviger.iam.ManagedPolicy;
import io.claviger.iam.Permissions;
import io.claviger.iam.Reference;
import io.claviger.iam.Role;
import io.claviger.iam.User;
import io.claviger.storage.Change;
import io.claviger.storage.Page;
import io.claviger.storage.Referrer;
import io.claviger.storage.Storage;
import io.claviger.storage.Storage.EpochChange;
import io.claviger.storage.Subject;
import io.claviger.testkit.StorageSamples;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link Storage} promises about accounts and what their directories hold. */
public abstract class EntityStorageContract extends GrantStorageContract {
    private static final Instant UNTIL = Instant.parse("2100-01-01T00:00:00Z");

    @Test
    void accountThatWasCreatedIsFound() {
        assertThat(await(storage().findAccount(ACCOUNT)))
                .contains(account(ACCOUNT).atVersion(1));
        assertThat(await(storage().findAccount(OTHER_ACCOUNT))).isEmpty();
    }

    @Test
    void accountIsReadAsItWasUpdated() {
        Account changed = account(ACCOUNT)
                .withAlias("main-1")
                .withControlLevels(List.of(
                        List.of(policyText("{\"a\": \"\u00e9\"}"), policyText("b")), List.of(policyText("c\r\n"))));

        commit(new Change.AccountUpdated(changed.atVersion(1)));

        assertThat(await(storage().findAccount(ACCOUNT))).contains(changed.atVersion(2));
        commit(new Change.AccountUpdated(account(ACCOUNT).atVersion(2)));
        assertThat(await(storage().findAccount(ACCOUNT)))
                .contains(account(ACCOUNT).atVersion(3));
    }

    @Test
    void accountIsUpdatedAtItsVersionOnly() {
        commit(new Change.AccountUpdated(account(ACCOUNT).withAlias("first").atVersion(1)));

        assertConflict(
                new Change.AccountUpdated(account(ACCOUNT).withAlias("second").atVersion(1)));
        assertConflict(new Change.AccountUpdated(account(OTHER_ACCOUNT).atVersion(1)));

        assertThat(await(storage().findAccount(ACCOUNT)).orElseThrow().alias()).isEqualTo("first");
    }

    @Test
    void aliasOfAnAccountIsUnique() {
        commit(
                new Change.AccountCreated(account(OTHER_ACCOUNT)),
                new Change.AccountUpdated(account(ACCOUNT).withAlias("main").atVersion(1)));

        assertConflict(new Change.AccountUpdated(
                account(OTHER_ACCOUNT).withAlias("main").atVersion(1)));

        commit(new Change.AccountUpdated(account(ACCOUNT).withAlias("other").atVersion(2)));
        commit(new Change.AccountUpdated(
                account(OTHER_ACCOUNT).withAlias("main").atVersion(1)));
    }

    @Test
    void accountsAreListedInPages() {
        AccountId last = new AccountId("999999999999");
        commit(new Change.AccountCreated(account(last)), new Change.AccountCreated(account(OTHER_ACCOUNT)));

        Page<Account> first = await(storage().listAccounts(null, 2));
        Page<Account> second = await(storage().listAccounts(OTHER_ACCOUNT, 2));

        assertThat(first.items()).extracting(Account::id).containsExactly(ACCOUNT, OTHER_ACCOUNT);
        assertThat(first.hasMore()).isTrue();
        assertThat(second.items()).containsExactly(account(last).atVersion(1));
        assertThat(second.hasMore()).isFalse();
    }

    @Test
    void entityOfEveryKindIsReadAsItWasCreated() {
        for (Entity entity : StorageSamples.oneOfEachKind()) {
            commit(new Change.EntityCreated(entity));

            assertThat(found(entity.kind(), entity.id())).contains(entity.atVersion(1));
            assertThat(named(entity.kind(), entity.name())).contains(entity.atVersion(1));
            assertThat(listed(entity.kind())).containsExactly(entity.atVersion(1));
        }
    }

    @Test
    void entityOfEveryKindIsUpdatedAndDeletedAtItsVersionOnly() {
        List<Entity> all = StorageSamples.oneOfEachKind();
        all.forEach(entity -> commit(new Change.EntityCreated(entity)));
        for (Entity entity : all.reversed()) {
            assertConflict(new Change.EntityCreated(entity));
            commit(new Change.EntityUpdated(entity.atVersion(1)));
            assertThat(found(entity.kind(), entity.id())).contains(entity.atVersion(2));

            assertConflict(new Change.EntityUpdated(entity.atVersion(1)));
            assertConflict(new Change.EntityDeleted(entity.atVersion(1)));
            commit(new Change.EntityDeleted(entity.atVersion(2)));

            assertThat(found(entity.kind(), entity.id())).isEmpty();
            assertConflict(new Change.EntityUpdated(entity.atVersion(2)));
            assertConflict(new Change.EntityDeleted(entity.atVersion(2)));
        }
    }

    @Test
    void entityWithoutOptionalPartsIsReadAsItWasCreated() {
        commit(
                new Change.EntityCreated(new User(ACCOUNT, "/", "plain", "AIDAPLAIN", NOW)),
                new Change.EntityCreated(role("plain")),
                new Change.EntityCreated(group("plain")));

        assertThat(found(EntityKind.USER, "AIDAPLAIN"))
                .contains(new User(ACCOUNT, "/", "plain", "AIDAPLAIN", NOW).atVersion(1));
        assertThat(found(EntityKind.ROLE, "AROAPLAIN")).contains(role("plain").atVersion(1));
        assertThat(found(EntityKind.GROUP, "AGPAPLAIN")).contains(group("plain").atVersion(1));
    }

    @Test
    void updateWritesAllThatMayChangeOfAUser() {
        Group group = group("readers");
        ManagedPolicy policy = managedPolicy("reading", policyText("1"));
        User before = withPolicy(user("Alice"), "a", "1");
        commit(new Change.EntityCreated(group), new Change.EntityCreated(policy), new Change.EntityCreated(before));
        User after = before.withName("/other/", "Alicia")
                .withPermissions(Permissions.NONE
                        .withInline("b", policyText("2"))
                        .withAttached(policy.id())
                        .withBoundary(policy.id()))
                .withGroups(groups(group))
                .withUpstream(new User.Upstream("https://login.example.com", "1", true));

        commit(new Change.EntityUpdated(after.atVersion(1)));

        assertThat(found(EntityKind.USER, before.uniqueId())).contains(after.atVersion(2));
        assertThat(named("alicia")).contains(after.atVersion(2));
        assertThat(named("alice")).isEmpty();
    }

    @Test
    void entityIsFoundInItsAccountAndKindOnly() {
        commit(new Change.AccountCreated(account(OTHER_ACCOUNT)), new Change.EntityCreated(user("Alice")));

        assertThat(await(storage().findEntity(EntityKind.USER, OTHER_ACCOUNT, "AIDAALICE")))
                .isEmpty();
        assertThat(await(storage().findEntityNamed(EntityKind.USER, OTHER_ACCOUNT, "Alice")))
                .isEmpty();
        assertThat(found(EntityKind.ROLE, "AIDAALICE")).isEmpty();
        assertThat(await(storage().findEntityNamed(EntityKind.ROLE, ACCOUNT, "Alice")))
                .isEmpty();
        assertThat(await(storage().listEntities(EntityKind.USER, OTHER_ACCOUNT, "/", null, 2))
                        .items())
                .isEmpty();
    }

    @Test
    void namesAreUniqueInAnAccountAndKindWithoutRegardToCase() {
        commit(new Change.AccountCreated(account(OTHER_ACCOUNT)), new Change.EntityCreated(user("Alice")));
        User bob = user("Bob");

        assertConflict(new Change.EntityCreated(new User(ACCOUNT, "/", "ALICE", "AIDAOTHER", NOW)));

        commit(
                new Change.EntityCreated(user(OTHER_ACCOUNT, "Alice")),
                new Change.EntityCreated(role("alice")),
                new Change.EntityCreated(bob));
        assertConflict(new Change.EntityUpdated(bob.withName("/", "aLICE").atVersion(1)));
        commit(new Change.EntityUpdated(bob.withName("/", "BOB").atVersion(1)));
        assertThat(named("bob").orElseThrow().name()).isEqualTo("BOB");
        assertThat(named("ALICE")).contains(user("Alice").atVersion(1));
    }

    @Test
    void entityOfAMissingAccountConflicts() {
        assertConflict(new Change.EntityCreated(user(OTHER_ACCOUNT, "Alice")));
    }

    @Test
    void whatIsReferredToMustExist() {
        User alice = user("alice");
        commit(new Change.AccountCreated(account(OTHER_ACCOUNT)), new Change.EntityCreated(alice));
        commit(new Change.EntityCreated(managedPolicy(OTHER_ACCOUNT, "reading", policyText("1"))));
        String ofHere = managedPolicy("reading", policyText("1")).id();
        String ofThere =
                managedPolicy(OTHER_ACCOUNT, "reading", policyText("1")).id();
        User read = alice.atVersion(1);

        for (String arn : List.of(ofHere, ofThere, "text")) {
            assertConflict(new Change.EntityUpdated(read.withPermissions(Permissions.NONE.withAttached(arn))));
            assertConflict(new Change.EntityUpdated(read.withPermissions(Permissions.NONE.withBoundary(arn))));
        }
        assertConflict(new Change.EntityUpdated(read.withGroups(groups(group("readers")))));
        assertConflict(new Change.EntityCreated(user("bob").withGroups(groups(group("readers")))));

        assertThat(found(EntityKind.USER, alice.uniqueId())).contains(read);
        commit(new Change.EntityUpdated(
                read.withPermissions(Permissions.NONE.withAttached("arn:aws:iam::aws:policy/AdministratorAccess"))));
    }

    @Test
    void whatIsReferredToCannotBeDeleted() {
        Group group = group("readers");
        ManagedPolicy attached = managedPolicy("attached", policyText("1"));
        ManagedPolicy boundary = managedPolicy("boundary", policyText("2"));
        User alice =
                user("alice").withGroups(groups(group)).withPermissions(Permissions.NONE.withBoundary(boundary.id()));
        Role role = role("auditor").withPermissions(Permissions.NONE.withAttached(attached.id()));
        commit(
                new Change.EntityCreated(group),
                new Change.EntityCreated(attached),
                new Change.EntityCreated(boundary),
                new Change.EntityCreated(alice),
                new Change.EntityCreated(role));

        for (Entity used : List.of(group, attached, boundary)) {
            assertConflict(new Change.EntityDeleted(used.atVersion(1)));
        }

        commit(new Change.EntityUpdated(
                alice.withGroups(new TreeSet<>()).atVersion(1).withPermissions(Permissions.NONE)));
        commit(new Change.EntityDeleted(role.atVersion(1)));
        for (Entity free : List.of(group, attached, boundary)) {
            commit(new Change.EntityDeleted(free.atVersion(1)));
        }
    }

    @Test
    void whatIsUsedCanBeUpdated() {
        ManagedPolicy policy = managedPolicy("reading", policyText("1"));
        Group group = group("readers").withPermissions(Permissions.NONE.withAttached(policy.id()));
        commit(new Change.EntityCreated(policy), new Change.EntityCreated(group));
        commit(new Change.EntityCreated(user("alice").withGroups(groups(group))));

        commit(
                new Change.EntityUpdated(group.withName("/x/", "Writers").atVersion(1)),
                new Change.EntityUpdated(policy.withTags(List.of()).atVersion(1)));

        assertThat(found(EntityKind.GROUP, group.uniqueId()).orElseThrow().name())
                .isEqualTo("Writers");
    }

    @Test
    void userWithAnAccessKeyCannotBeDeleted() {
        User alice = user("alice");
        AccessKey key = StorageSamples.accessKey("AKIA0000000000000001", ACCOUNT, alice);
        commit(new Change.EntityCreated(alice), new Change.AccessKeyCreated(key));
        AccessKey stored = await(storage().findAccessKey(key.id())).orElseThrow();

        assertConflict(new Change.EntityDeleted(alice.atVersion(1)));

        commit(new Change.AccessKeyDeleted(stored), new Change.EntityDeleted(alice.atVersion(1)));
        assertThat(await(storage().findAccessKey(key.id()))).isEmpty();
        assertThat(named("alice")).isEmpty();
        assertConflict(new Change.AccessKeyDeleted(stored));
    }

    @Test
    void accessKeyOfAMissingUserConflicts() {
        commit(new Change.EntityCreated(new Role(
                ACCOUNT, "/", "r", "AIDABOB", NOW, "", List.of(), Permissions.NONE, policyText("t"), 3600, 0)));

        assertConflict(
                new Change.AccessKeyCreated(StorageSamples.accessKey("AKIA0000000000000001", ACCOUNT, user("bob"))));
    }

    @Test
    void accessKeysAreListedByTheirOwner() {
        User alice = user("alice");
        commit(
                new Change.EntityCreated(alice),
                new Change.EntityCreated(user("bob")),
                new Change.AccessKeyCreated(StorageSamples.accessKey("AKIA0000000000000002", ACCOUNT, alice)),
                new Change.AccessKeyCreated(StorageSamples.accessKey("AKIA0000000000000001", ACCOUNT, alice)),
                new Change.AccessKeyCreated(StorageSamples.accessKey("AKIA0000000000000003", ACCOUNT, null)));

        assertThat(await(storage().listAccessKeys(ACCOUNT, alice.uniqueId())))
                .extracting(AccessKey::id)
                .containsExactly("AKIA0000000000000001", "AKIA0000000000000002");
        assertThat(await(storage().listAccessKeys(ACCOUNT, null)))
                .extracting(AccessKey::id)
                .containsExactly("AKIA0000000000000003");
        assertThat(await(storage().listAccessKeys(ACCOUNT, user("bob").uniqueId())))
                .isEmpty();
        assertThat(await(storage().listAccessKeys(OTHER_ACCOUNT, null))).isEmpty();
    }

    @Test
    void entitiesAreListedByNameInPages() {
        for (String name : List.of("carol", "Bob", "alice", "A_1", "a.1")) {
            commit(new Change.EntityCreated(user(name)));
        }

        assertThat(names("/", null, 10)).containsExactly("a.1", "A_1", "alice", "Bob", "carol");
        assertThat(names("/", null, 2)).containsExactly("a.1", "A_1");
        assertThat(names("/", "a_1", 2)).containsExactly("alice", "Bob");
        assertThat(names("/", "ALICE", 2)).containsExactly("Bob", "carol");
        assertThat(users("/", null, 4).hasMore()).isTrue();
        assertThat(users("/", null, 5).hasMore()).isFalse();
    }

    @Test
    void entitiesAreListedByTheBeginningOfTheirPaths() {
        commit(
                new Change.EntityCreated(user("a").withName("/", "a")),
                new Change.EntityCreated(user("b").withName("/x/", "b")),
                new Change.EntityCreated(user("c").withName("/x/y/", "c")),
                new Change.EntityCreated(user("d").withName("/x_y/", "d")),
                new Change.EntityCreated(user("e").withName("/X/", "e")));

        assertThat(names("/", null, 10)).containsExactly("a", "b", "c", "d", "e");
        assertThat(names("/x/", null, 10)).containsExactly("b", "c");
        assertThat(names("/x", null, 10)).containsExactly("b", "c", "d");
        assertThat(names("/x_", null, 10)).containsExactly("d");
        assertThat(names("/%", null, 10)).isEmpty();
        assertThat(names("/x/", "b", 10)).containsExactly("c");
    }

    @Test
    void referrersAreListedInPages() {
        ManagedPolicy policy = managedPolicy("reading", policyText("1"));
        Group group = group("readers").withPermissions(Permissions.NONE.withAttached(policy.id()));
        User alice = user("alice")
                .withGroups(groups(group))
                .withPermissions(Permissions.NONE.withAttached(policy.id()).withBoundary(policy.id()));
        User bob = user("bob").withPermissions(Permissions.NONE.withAttached(policy.id()));
        Role role = role("auditor").withPermissions(Permissions.NONE.withBoundary(policy.id()));
        commit(
                new Change.EntityCreated(policy),
                new Change.EntityCreated(group),
                new Change.EntityCreated(bob),
                new Change.EntityCreated(alice),
                new Change.EntityCreated(role));

        List<Referrer> all = List.of(
                referrer(group, Reference.Use.ATTACHED_POLICY),
                referrer(role, Reference.Use.BOUNDARY),
                referrer(alice, Reference.Use.ATTACHED_POLICY),
                referrer(bob, Reference.Use.ATTACHED_POLICY),
                referrer(alice, Reference.Use.BOUNDARY));
        assertThat(referrers(policy, null, 10)).isEqualTo(new Page<>(all, false));
        assertThat(referrers(policy, null, 2)).isEqualTo(new Page<>(all.subList(0, 2), true));
        assertThat(referrers(policy, all.get(1).place(), 2)).isEqualTo(new Page<>(all.subList(2, 4), true));
        assertThat(referrers(policy, all.get(3).place(), 2)).isEqualTo(new Page<>(all.subList(4, 5), false));
        assertThat(referrers(group, null, 10).items()).containsExactly(referrer(alice, Reference.Use.MEMBERSHIP));
        assertThat(referrers(alice, null, 10).items()).isEmpty();
        assertThat(await(storage().listReferrers(OTHER_ACCOUNT, policy.kind(), policy.id(), null, 10))
                        .items())
                .isEmpty();
    }

    @Test
    void entitiesAreCountedByKind() {
        assertThat(await(storage().countEntities(ACCOUNT))).isEmpty();
        commit(
                new Change.EntityCreated(user("alice")),
                new Change.EntityCreated(user("bob")),
                new Change.EntityCreated(role("auditor")),
                new Change.AccessKeyCreated(StorageSamples.accessKey("AKIA0000000000000001", ACCOUNT, user("alice"))));

        assertThat(await(storage().countEntities(ACCOUNT)))
                .isEqualTo(Map.of("user", 2L, "role", 1L, Storage.ACCESS_KEYS, 1L));
        assertThat(await(storage().countEntities(OTHER_ACCOUNT))).isEmpty();
    }

    @Test
    void changesTellWhichEntityTheyAreAbout() {
        long start = await(storage().epochs(List.of(ACCOUNT))).get(ACCOUNT);
        String path = "/" + "x".repeat(510) + "/";
        ManagedPolicy sample = managedPolicy("reading", policyText("1"));
        ManagedPolicy policy = new ManagedPolicy(
                ACCOUNT, path, "reading", "ANPA1", NOW, NOW, "", List.of(), sample.versions(), 1, 1, 0);

        commit(new Change.EntityCreated(policy));
        commit(new Change.EntityUpdated(policy.atVersion(1)));
        commit(new Change.EntityDeleted(policy.atVersion(2)));
        commit(new Change.AccountUpdated(account(ACCOUNT).atVersion(1)));

        Subject subject = Subject.entity(EntityKind.POLICY, ACCOUNT, policy.id());
        assertThat(await(storage().changesSince(ACCOUNT, start, 10)))
                .containsExactly(
                        new EpochChange(start + 1, subject),
                        new EpochChange(start + 2, subject),
                        new EpochChange(start + 3, subject),
                        new EpochChange(start + 4, Subject.account(ACCOUNT)));
    }

    @Test
    void idIsUsedOnceInItsNamespace() {
        assertThat(await(storage().useOnce("one", "id", UNTIL))).isTrue();
        assertThat(await(storage().useOnce("one", "id", UNTIL))).isFalse();
        assertThat(await(storage().useOnce("one", "ID", UNTIL))).isTrue();
        assertThat(await(storage().useOnce("two", "id", UNTIL.plusSeconds(1)))).isTrue();
        assertThat(await(storage().useOnce("two", "id", UNTIL.plusSeconds(2)))).isFalse();
    }

    @Test
    void ofManyWhoUseAnIdAtOnceExactlyOneIsTheFirst() {
        List<Uni<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(storage().useOnce("race", "id", UNTIL));
        }

        assertThat(await(Uni.join().all(calls).andFailFast()))
                .filteredOn(first -> first)
                .hasSize(1);
    }

    private static SortedSet<String> groups(Group group) {
        return new TreeSet<>(List.of(group.uniqueId()));
    }

    private static Referrer referrer(Entity entity, Reference.Use use) {
        return new Referrer(entity.kind(), entity.id(), entity.path(), entity.name(), use);
    }

    private Page<Referrer> referrers(Entity target, @Nullable String after, int limit) {
        return await(storage().listReferrers(ACCOUNT, target.kind(), target.id(), after, limit));
    }

    private Page<User> users(String path, @Nullable String after, int limit) {
        return await(storage().listEntities(EntityKind.USER, ACCOUNT, path, after, limit));
    }

    private List<String> names(String path, @Nullable String after, int limit) {
        return users(path, after, limit).items().stream().map(User::name).toList();
    }

    private Optional<User> named(String name) {
        return await(storage().findEntityNamed(EntityKind.USER, ACCOUNT, name));
    }

    private Optional<Entity> named(EntityKind<?> kind, String name) {
        return await(storage().findEntityNamed(kind, ACCOUNT, name)).map(Entity.class::cast);
    }

    private List<Entity> listed(EntityKind<?> kind) {
        return await(storage().listEntities(kind, ACCOUNT, "/", null, 10)).items().stream()
                .map(Entity.class::cast)
                .toList();
    }

    private Optional<Entity> found(EntityKind<?> kind, String id) {
        return await(storage().findEntity(kind, ACCOUNT, id)).map(Entity.class::cast);
    }
}
