package io.claviger.contract;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.CHAIN;
import static io.claviger.testkit.StorageSamples.DOMAIN_KEY;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static io.claviger.testkit.StorageSamples.OTHER_REGION;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.alias;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static io.claviger.testkit.StorageSamples.blob;
import static io.claviger.testkit.StorageSamples.block;
import static io.claviger.testkit.StorageSamples.domainKey;
import static io.claviger.testkit.StorageSamples.group;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static io.claviger.testkit.StorageSamples.keyId;
import static io.claviger.testkit.StorageSamples.managedPolicy;
import static io.claviger.testkit.StorageSamples.material;
import static io.claviger.testkit.StorageSamples.materialId;
import static io.claviger.testkit.StorageSamples.policyText;
import static io.claviger.testkit.StorageSamples.role;
import static io.claviger.testkit.StorageSamples.user;
import static io.claviger.testkit.StorageSamples.withPolicy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.audit.chain.Block;
import io.claviger.common.AccountId;
import io.claviger.iam.AccessKey;
import io.claviger.iam.EntityKind;
import io.claviger.iam.Group;
import io.claviger.iam.Permissions;
import io.claviger.iam.User;
import io.claviger.key.Alias;
import io.claviger.key.KeySpec;
import io.claviger.key.KeyState;
import io.claviger.key.KeyUsage;
import io.claviger.key.KmsKey;
import io.claviger.key.MultiRegion;
import io.claviger.key.Origin;
import io.claviger.key.PolicyText;
import io.claviger.key.Tag;
import io.claviger.storage.Change;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.Storage;
import io.claviger.storage.Storage.EpochChange;
import io.claviger.storage.StorageConflictException;
import io.claviger.storage.Subject;
import io.claviger.testkit.StorageSamples;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link Storage} promises. */
public abstract class StorageContract extends EntityStorageContract {
    /** The other port over the same tables. */
    protected abstract KeyringStorage keyring();

    @BeforeEach
    protected void storeAccount() {
        await(keyring().addDomainKey(domainKey(DOMAIN_KEY), null));
        commit(new Change.AccountCreated(account(ACCOUNT)));
    }

    @Test
    void policyTextsAreKeptAfterTheyAreReplaced() {
        commit(keyCreated(key(1)));
        KmsKey before = stored(key(1));
        commit(new Change.KeyUpdated(before.governedBy(policyText("{\"Id\": \"second\"}"))));
        commit(new Change.EntityCreated(withPolicy(user("alice"), "p", "{\"Id\": \"u\"}")));
        commit(new Change.EntityUpdated(withPolicy(user("alice").atVersion(1), "p", "{\"Id\": \"v\"}")));
        commit(new Change.EntityCreated(role("auditor")));
        commit(new Change.EntityCreated(managedPolicy("reading", policyText("{\"Id\": \"w\"}"))));
        commit(new Change.AccountUpdated(account(ACCOUNT)
                .withControlLevels(List.of(List.of(policyText("{\"Id\": \"x\"}"))))
                .atVersion(1)));

        for (PolicyText text : List.of(
                before.policy(),
                policyText("{\"Id\": \"second\"}"),
                policyText("{\"Id\": \"u\"}"),
                policyText("{\"Id\": \"v\"}"),
                role("auditor").trust(),
                policyText("{\"Id\": \"w\"}"),
                policyText("{\"Id\": \"x\"}"))) {
            assertThat(await(storage().findPolicyText(text.sha256()))).contains(text);
        }
        assertThat(await(storage().findPolicyText("0".repeat(64)))).isEmpty();
    }

    @Test
    void blocksAreFoundByTheirTime() {
        Instant later = NOW.plusSeconds(1_000);
        Duration second = Duration.ofSeconds(1);
        UUID other = UUID.fromString("c4a1b000-0000-4000-8000-000000000002");
        Block early = block(CHAIN, 0, "early", later);
        Block late = block(CHAIN, 1, "late", later.plusSeconds(5));
        Block elsewhere = block(other, 0, "elsewhere", later.plusMillis(1));
        await(storage().commit(List.of(), early));
        await(storage().commit(List.of(), late));
        await(storage().commit(List.of(), elsewhere));

        assertThat(await(storage().blocksAround(later, second, 10))).containsExactly(early, elsewhere);
        assertThat(await(storage().blocksAround(later, second, 1))).containsExactly(early);
        assertThat(await(storage().blocksAround(later.plusSeconds(5), Duration.ZERO, 10)))
                .containsExactly(late);
        assertThat(await(storage().blocksAround(later.plusSeconds(60), second, 10)))
                .isEmpty();
    }

    @Test
    void accountIsCreatedOnce() {
        assertConflict(new Change.AccountCreated(account(ACCOUNT)));
    }

    @Test
    void keyIsReadAsItWasCreated() {
        KmsKey created = richKey();

        commit(keyCreated(created));

        assertThat(await(storage().findKey(ACCOUNT, REGION, keyId(7)))).hasValueSatisfying(found -> {
            assertThat(found.version()).isPositive();
            assertThat(withVersion(found, 0)).isEqualTo(created);
        });
    }

    @Test
    void keyWithoutOptionalPartsIsReadAsItWasCreated() {
        KmsKey created = new KmsKey(
                ACCOUNT,
                REGION,
                keyId(8),
                KeySpec.SYMMETRIC_DEFAULT,
                KeyUsage.ENCRYPT_DECRYPT,
                Origin.AWS_KMS,
                KeyState.ENABLED,
                "",
                NOW,
                null,
                null,
                materialId(8),
                null,
                policyText(""),
                List.of(),
                0);

        commit(keyCreated(created));

        assertThat(withVersion(stored(created), 0)).isEqualTo(created);
    }

    @Test
    void keyIsFoundInItsAccountAndRegionOnly() {
        commit(new Change.AccountCreated(account(OTHER_ACCOUNT)), keyCreated(key(1)));

        assertThat(await(storage().findKey(OTHER_ACCOUNT, REGION, keyId(1)))).isEmpty();
        assertThat(await(storage().findKey(ACCOUNT, OTHER_REGION, keyId(1)))).isEmpty();
        assertThat(await(storage().findKey(ACCOUNT, REGION, keyId(2)))).isEmpty();
    }

    @Test
    void keyIsCreatedOnce() {
        commit(keyCreated(key(1)));

        assertConflict(keyCreated(key(1)));
    }

    @Test
    void updateWritesAllThatMayChange() {
        commit(keyCreated(key(1)));
        KmsKey before = stored(key(1));
        KmsKey changed = before.described("new")
                .governedBy(policyText("{\"Version\":\"2012-10-17\"}\n \u00e9\ud83d\ude00"))
                .tagged(List.of(new Tag("b", "2"), new Tag("a", "1")))
                .pendingDeletion(NOW.plusSeconds(86_400), 30);

        commit(new Change.KeyUpdated(changed));

        KmsKey after = stored(key(1));
        assertThat(after.version()).isGreaterThan(before.version());
        assertThat(withVersion(after, 0)).isEqualTo(withVersion(changed, 0));
    }

    @Test
    void updateOfAnOldVersionConflicts() {
        commit(keyCreated(key(1)));
        KmsKey before = stored(key(1));
        commit(new Change.KeyUpdated(before.described("first")));

        assertConflict(new Change.KeyUpdated(before.described("second")));

        assertThat(stored(key(1)).description()).isEqualTo("first");
    }

    @Test
    void updateOfAMissingKeyConflicts() {
        assertConflict(new Change.KeyUpdated(withVersion(key(1), 1)));
    }

    @Test
    void materialIsReadAsItWasCreated() {
        commit(keyCreated(key(1)));

        assertThat(await(storage().findMaterial(ACCOUNT, keyId(1), materialId(1))))
                .contains(material(key(1)));
        assertThat(await(storage().findMaterial(ACCOUNT, keyId(1), materialId(2))))
                .isEmpty();
        assertThat(await(storage().findMaterial(OTHER_ACCOUNT, keyId(1), materialId(1))))
                .isEmpty();
    }

    @Test
    void aliasIsCreatedRetargetedAndDeleted() {
        commit(keyCreated(key(1)), keyCreated(key(2)), new Change.AliasCreated(alias("alias/a", key(1))));
        Alias created = await(storage().findAlias(ACCOUNT, REGION, "alias/a")).orElseThrow();
        assertThat(created.target()).isEqualTo(keyId(1));

        commit(new Change.AliasUpdated(created.retargeted(keyId(2), NOW.plusSeconds(1))));

        Alias updated = await(storage().findAlias(ACCOUNT, REGION, "alias/a")).orElseThrow();
        assertThat(updated)
                .isEqualTo(new Alias(ACCOUNT, REGION, "alias/a", keyId(2), NOW, NOW.plusSeconds(1), updated.version()));
        commit(new Change.AliasDeleted(updated));
        assertThat(await(storage().findAlias(ACCOUNT, REGION, "alias/a"))).isEmpty();
    }

    @Test
    void aliasChangesConflictWithWhatHappenedSince() {
        commit(keyCreated(key(1)), new Change.AliasCreated(alias("alias/a", key(1))));
        Alias read = await(storage().findAlias(ACCOUNT, REGION, "alias/a")).orElseThrow();
        commit(new Change.AliasUpdated(read));

        assertConflict(new Change.AliasCreated(alias("alias/a", key(1))));
        assertConflict(new Change.AliasUpdated(read));
        assertConflict(new Change.AliasDeleted(read));
        assertConflict(new Change.AliasDeleted(alias("alias/gone", key(1))));
    }

    @Test
    void aliasOfAMissingKeyConflicts() {
        assertConflict(new Change.AliasCreated(alias("alias/a", key(1))));
    }

    @Test
    void accessKeyIsFoundWithoutItsAccount() {
        User user = user("Alice");
        AccessKey ofUser = StorageSamples.accessKey("AKIA0000000000000001", ACCOUNT, user);
        AccessKey ofRoot = StorageSamples.accessKey("AKIA0000000000000002", ACCOUNT, null);

        commit(
                new Change.EntityCreated(user),
                new Change.AccessKeyCreated(ofUser),
                new Change.AccessKeyCreated(ofRoot));

        assertThat(withVersion(storedAccessKey(ofUser.id()), 0)).isEqualTo(ofUser);
        assertThat(withVersion(storedAccessKey(ofRoot.id()), 0)).isEqualTo(ofRoot);
        assertThat(await(storage().findAccessKey("AKIA0000000000000003"))).isEmpty();
    }

    @Test
    void accessKeyIsUpdatedAtItsVersionOnly() {
        AccessKey created = StorageSamples.accessKey("AKIA0000000000000001", ACCOUNT, null);
        commit(new Change.AccessKeyCreated(created));
        AccessKey before = storedAccessKey(created.id());

        commit(new Change.AccessKeyUpdated(inactive(before)));

        AccessKey after = storedAccessKey(created.id());
        assertThat(after.active()).isFalse();
        assertThat(after.version()).isGreaterThan(before.version());
        assertConflict(new Change.AccessKeyUpdated(before));
        assertConflict(new Change.AccessKeyCreated(created));
    }

    @Test
    void keysAreListedInPages() {
        commit(keyCreated(key(3)), keyCreated(key(1)), keyCreated(key(2)));

        var first = await(storage().listKeys(ACCOUNT, REGION, null, 2));
        var second = await(storage().listKeys(ACCOUNT, REGION, keyId(2), 2));
        var all = await(storage().listKeys(ACCOUNT, REGION, null, 3));

        assertThat(first.items()).containsExactly(keyId(1), keyId(2));
        assertThat(first.hasMore()).isTrue();
        assertThat(second.items()).containsExactly(keyId(3));
        assertThat(second.hasMore()).isFalse();
        assertThat(all.hasMore()).isFalse();
        assertThat(await(storage().listKeys(ACCOUNT, OTHER_REGION, null, 2)).items())
                .isEmpty();
    }

    @Test
    void aliasesAreListedByCodePoint() {
        commit(keyCreated(key(1)), keyCreated(key(2)));
        List<String> inOrder =
                List.of("alias/A", "alias/Z", "alias/_", "alias/a", "alias/a-b", "alias/a/b", "alias/ab");
        for (String name : inOrder.reversed()) {
            commit(new Change.AliasCreated(alias(name, name.startsWith("alias/a") ? key(1) : key(2))));
        }

        var all = await(storage().listAliases(ACCOUNT, REGION, null, null, 10));
        var page = await(storage().listAliases(ACCOUNT, REGION, null, "alias/Z", 3));
        var ofTarget = await(storage().listAliases(ACCOUNT, REGION, keyId(2), null, 3));

        assertThat(all.items()).extracting(Alias::name).isEqualTo(inOrder);
        assertThat(page.items()).extracting(Alias::name).containsExactly("alias/_", "alias/a", "alias/a-b");
        assertThat(page.hasMore()).isTrue();
        assertThat(ofTarget.items()).extracting(Alias::name).containsExactly("alias/A", "alias/Z", "alias/_");
        assertThat(ofTarget.hasMore()).isFalse();
    }

    @Test
    void keysAndAliasesAreCounted() {
        commit(
                keyCreated(key(1)),
                keyCreated(key(2)),
                new Change.AliasCreated(alias("alias/a", key(1))),
                new Change.AliasCreated(alias("alias/b", key(1))));

        assertThat(await(storage().countKeys(ACCOUNT, REGION))).isEqualTo(2);
        assertThat(await(storage().countKeys(ACCOUNT, OTHER_REGION))).isZero();
        assertThat(await(storage().countAliases(ACCOUNT, REGION, keyId(1)))).isEqualTo(2);
        assertThat(await(storage().countAliases(ACCOUNT, REGION, keyId(2)))).isZero();
    }

    @Test
    void conflictLeavesNothingBehind() {
        commit(keyCreated(key(1)));
        Map<AccountId, Long> epochs = await(storage().epochs(List.of(ACCOUNT)));

        assertThatThrownBy(() -> await(storage()
                        .commit(
                                List.of(
                                        keyCreated(key(2)),
                                        new Change.AliasCreated(alias("alias/a", key(1))),
                                        keyCreated(key(1))),
                                block(CHAIN, 0))))
                .isInstanceOf(StorageConflictException.class);

        assertThat(await(storage().findKey(ACCOUNT, REGION, keyId(2)))).isEmpty();
        assertThat(await(storage().findAlias(ACCOUNT, REGION, "alias/a"))).isEmpty();
        assertThat(await(storage().lastBlock(CHAIN))).isEmpty();
        assertThat(await(storage().epochs(List.of(ACCOUNT)))).isEqualTo(epochs);
        assertThat(await(storage().changesSince(ACCOUNT, epochs.get(ACCOUNT), 10)))
                .isEmpty();
    }

    @Test
    void changeInAMissingAccountConflicts() {
        assertConflict(keyCreated(key(OTHER_ACCOUNT, 1)));
    }

    @Test
    void blockIsReadAsItWasWritten() {
        assertThat(await(storage().lastBlock(CHAIN))).isEmpty();

        await(storage().commit(List.of(), block(CHAIN, 0)));
        await(storage().commit(List.of(keyCreated(key(1))), block(CHAIN, 1)));
        await(storage().commit(List.of(), anyBlock()));

        assertThat(await(storage().lastBlock(CHAIN))).contains(block(CHAIN, 1));
    }

    @Test
    void blockThatExistsConflicts() {
        await(storage().commit(List.of(), block(CHAIN, 0, "first")));

        assertThatThrownBy(() -> await(storage().commit(List.of(), block(CHAIN, 0, "second"))))
                .isInstanceOf(StorageConflictException.class);
        assertThatThrownBy(() -> await(storage().commit(List.of(keyCreated(key(1))), block(CHAIN, 0, "second"))))
                .isInstanceOf(StorageConflictException.class);

        assertThat(await(storage().lastBlock(CHAIN))).contains(block(CHAIN, 0, "first"));
        assertThat(await(storage().findKey(ACCOUNT, REGION, keyId(1)))).isEmpty();
    }

    @Test
    void blockAloneMovesNoEpoch() {
        Map<AccountId, Long> before = await(storage().epochs(List.of(ACCOUNT)));

        assertThat(await(storage().commit(List.of(), anyBlock()))).isEmpty();

        assertThat(await(storage().epochs(List.of(ACCOUNT)))).isEqualTo(before);
    }

    @Test
    void everyCommitAdvancesTheEpochsOfItsAccountsByOne() {
        commit(new Change.AccountCreated(account(OTHER_ACCOUNT)));
        Map<AccountId, Long> before = await(storage().epochs(List.of(ACCOUNT, OTHER_ACCOUNT)));

        Map<AccountId, Long> ofBoth = commit(keyCreated(key(1)), keyCreated(key(OTHER_ACCOUNT, 1)), keyCreated(key(2)));
        Map<AccountId, Long> ofOne = commit(keyCreated(key(3)));

        assertThat(ofBoth)
                .containsOnly(
                        Map.entry(ACCOUNT, before.get(ACCOUNT) + 1),
                        Map.entry(OTHER_ACCOUNT, before.get(OTHER_ACCOUNT) + 1));
        assertThat(ofOne).containsOnly(Map.entry(ACCOUNT, before.get(ACCOUNT) + 2));
        assertThat(await(storage().epochs(List.of(ACCOUNT, OTHER_ACCOUNT))))
                .containsOnly(
                        Map.entry(ACCOUNT, before.get(ACCOUNT) + 2),
                        Map.entry(OTHER_ACCOUNT, before.get(OTHER_ACCOUNT) + 1));
    }

    @Test
    void epochsAreThoseOfAccountsThatExist() {
        assertThat(await(storage().epochs(List.of(ACCOUNT, OTHER_ACCOUNT)))).containsOnlyKeys(ACCOUNT);
        assertThat(await(storage().epochs(List.of()))).isEmpty();
    }

    @Test
    void changesTellTheSubjectsOfEachEpoch() {
        long start = await(storage().epochs(List.of(ACCOUNT))).get(ACCOUNT);
        commit(keyCreated(key(1)), new Change.AliasCreated(alias("alias/a", key(1))));
        commit(new Change.KeyUpdated(stored(key(1)).described("new")));
        Subject ofKey = Subject.key(ACCOUNT, REGION, keyId(1));
        Subject ofAlias = Subject.alias(ACCOUNT, REGION, "alias/a");

        assertThat(await(storage().changesSince(ACCOUNT, start, 10)))
                .containsExactly(
                        new EpochChange(start + 1, ofKey),
                        new EpochChange(start + 1, ofAlias),
                        new EpochChange(start + 2, ofKey));
        assertThat(await(storage().changesSince(ACCOUNT, start, 2))).hasSize(2);
        assertThat(await(storage().changesSince(ACCOUNT, start + 1, 10)))
                .containsExactly(new EpochChange(start + 2, ofKey));
        assertThat(await(storage().changesSince(OTHER_ACCOUNT, 0, 10))).isEmpty();
    }

    @Test
    void subjectIsToldOnceForEachEpoch() {
        User user = user("Alice");
        long start = await(storage().epochs(List.of(ACCOUNT))).get(ACCOUNT);

        commit(new Change.EntityCreated(user), new Change.EntityUpdated(withPolicy(user.atVersion(1), "a", "1")));

        assertThat(await(storage().changesSince(ACCOUNT, start, 10)))
                .containsExactly(new EpochChange(start + 1, Subject.entity(EntityKind.USER, ACCOUNT, user.uniqueId())));
    }

    @Test
    void ofConflictingCommitsExactlyOneWinsEachVersion() {
        commit(keyCreated(key(1)));
        AtomicInteger wins = new AtomicInteger();
        AtomicInteger conflicts = new AtomicInteger();
        KmsKey read = stored(key(1));

        List<Uni<Void>> commits = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            var change = new Change.KeyUpdated(read.described("writer " + i));
            commits.add(storage()
                    .commit(List.of(change), anyBlock())
                    .invoke(wins::incrementAndGet)
                    .replaceWithVoid()
                    .onFailure(StorageConflictException.class)
                    .recoverWithUni(() ->
                            Uni.createFrom().item(conflicts::incrementAndGet).replaceWithVoid()));
        }
        await(Uni.join().all(commits).andCollectFailures());

        assertThat(wins).hasValue(1);
        assertThat(conflicts).hasValue(99);
        assertThat(stored(key(1)).version()).isEqualTo(read.version() + 1);
    }

    @Test
    void commitsOfSeveralAccountsInAnyOrderAllSucceed() {
        commit(new Change.AccountCreated(account(OTHER_ACCOUNT)));
        Map<AccountId, Long> before = await(storage().epochs(List.of(ACCOUNT, OTHER_ACCOUNT)));

        List<Uni<Map<AccountId, Long>>> commits = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<Change> changes = List.of(keyCreated(key(ACCOUNT, i)), keyCreated(key(OTHER_ACCOUNT, i)));
            commits.add(storage().commit(i % 2 == 0 ? changes : changes.reversed(), anyBlock()));
        }
        await(Uni.join().all(commits).andCollectFailures());

        assertThat(await(storage().countKeys(ACCOUNT, REGION))).isEqualTo(40);
        assertThat(await(storage().countKeys(OTHER_ACCOUNT, REGION))).isEqualTo(40);
        assertThat(await(storage().epochs(List.of(ACCOUNT, OTHER_ACCOUNT))))
                .containsOnly(
                        Map.entry(ACCOUNT, before.get(ACCOUNT) + 40),
                        Map.entry(OTHER_ACCOUNT, before.get(OTHER_ACCOUNT) + 40));
    }

    @Test
    void commitsThatReferToTheSameRowsInAnyOrderAllSucceed() {
        Group here = group("here");
        Group there = new Group(OTHER_ACCOUNT, "/", "there", "AGPATHERE", NOW, Permissions.NONE, 0);
        commit(
                new Change.AccountCreated(account(OTHER_ACCOUNT)),
                new Change.EntityCreated(here),
                new Change.EntityCreated(there));

        List<Uni<Map<AccountId, Long>>> commits = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            List<Change> members = List.of(
                    new Change.EntityCreated(user("a" + i).withGroups(new TreeSet<>(List.of(here.uniqueId())))),
                    new Change.EntityCreated(
                            user(OTHER_ACCOUNT, "b" + i).withGroups(new TreeSet<>(List.of(there.uniqueId())))));
            commits.add(storage().commit(i % 2 == 0 ? members : members.reversed(), anyBlock()));
        }

        assertThat(await(Uni.join().all(commits).andFailFast())).hasSize(40);
    }

    @Test
    void writesAreReadAtOnceAfterWhatWasReadBefore() {
        User user = user("Alice");
        AccessKey accessKey = StorageSamples.accessKey("AKIA0000000000000001", ACCOUNT, user);
        assertThat(await(storage().findKey(ACCOUNT, REGION, keyId(1)))).isEmpty();
        assertThat(await(storage().findAlias(ACCOUNT, REGION, "alias/a"))).isEmpty();
        assertThat(await(storage().findEntity(EntityKind.USER, ACCOUNT, user.uniqueId())))
                .isEmpty();
        assertThat(await(storage().findEntityNamed(EntityKind.USER, ACCOUNT, "alice")))
                .isEmpty();
        assertThat(await(storage().findAccessKey(accessKey.id()))).isEmpty();
        assertThat(await(storage().findMaterial(ACCOUNT, keyId(1), materialId(1))))
                .isEmpty();

        commit(
                keyCreated(key(1)),
                new Change.AliasCreated(alias("alias/a", key(1))),
                new Change.EntityCreated(user),
                new Change.AccessKeyCreated(accessKey));

        assertThat(await(storage().findKey(ACCOUNT, REGION, keyId(1)))).isPresent();
        assertThat(await(storage().findAlias(ACCOUNT, REGION, "alias/a"))).isPresent();
        assertThat(await(storage().findEntity(EntityKind.USER, ACCOUNT, user.uniqueId())))
                .isPresent();
        assertThat(await(storage().findEntityNamed(EntityKind.USER, ACCOUNT, "alice")))
                .isPresent();
        assertThat(await(storage().findAccessKey(accessKey.id()))).isPresent();
        assertThat(await(storage().findMaterial(ACCOUNT, keyId(1), materialId(1))))
                .isPresent();
    }

    private KmsKey stored(KmsKey key) {
        return await(storage().findKey(key.account(), key.region(), key.id())).orElseThrow();
    }

    private AccessKey storedAccessKey(String id) {
        return await(storage().findAccessKey(id)).orElseThrow();
    }

    /** A key that uses every column. */
    private static KmsKey richKey() {
        return new KmsKey(
                ACCOUNT,
                REGION,
                keyId(7),
                KeySpec.ECC_NIST_P521,
                KeyUsage.KEY_AGREEMENT,
                Origin.EXTERNAL,
                KeyState.PENDING_REPLICA_DELETION,
                "quotes ' \" \\ and \u00fcber \ud83d\udd11",
                NOW,
                NOW.plusSeconds(1),
                7,
                materialId(7),
                new MultiRegion(MultiRegion.Type.REPLICA, OTHER_REGION),
                policyText("{ \"Statement\" : [ ] }\r\n\t"),
                List.of(new Tag("z", "\"1\""), new Tag("a", "\u00e4 [2]"), new Tag("m", "")),
                0);
    }

    private static KmsKey withVersion(KmsKey key, long version) {
        return new KmsKey(
                key.account(),
                key.region(),
                key.id(),
                key.spec(),
                key.usage(),
                key.origin(),
                key.state(),
                key.description(),
                key.createdAt(),
                key.deletionDate(),
                key.pendingWindowDays(),
                key.currentMaterial(),
                key.multiRegion(),
                key.policy(),
                key.tags(),
                version);
    }

    private static AccessKey withVersion(AccessKey key, long version) {
        return new AccessKey(
                key.id(),
                key.account(),
                key.userUniqueId(),
                key.active(),
                key.domainKeyId(),
                key.wrappedSecret(),
                key.createdAt(),
                version);
    }

    private static AccessKey inactive(AccessKey key) {
        return new AccessKey(
                key.id(),
                key.account(),
                key.userUniqueId(),
                false,
                key.domainKeyId(),
                blob("wrapped anew"),
                key.createdAt(),
                key.version());
    }
}
