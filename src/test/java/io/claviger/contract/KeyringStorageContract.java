package io.claviger.contract;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.DOMAIN_KEY;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static io.claviger.testkit.StorageSamples.auditKey;
import static io.claviger.testkit.StorageSamples.blob;
import static io.claviger.testkit.StorageSamples.domainKey;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static io.claviger.testkit.StorageSamples.keyId;
import static io.claviger.testkit.StorageSamples.material;
import static io.claviger.testkit.StorageSamples.materialId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.claviger.iam.AccessKey;
import io.claviger.key.KeyMaterial;
import io.claviger.storage.Change;
import io.claviger.storage.KeyringStorage;
import io.claviger.storage.KeyringStorage.Node;
import io.claviger.storage.KeyringStorage.StoredAuditKey;
import io.claviger.storage.KeyringStorage.StoredDomainKey;
import io.claviger.storage.KeyringStorage.StoredSessionKey;
import io.claviger.storage.Storage;
import io.claviger.storage.Storage.EpochChange;
import io.claviger.storage.StorageConflictException;
import io.claviger.storage.Subject;
import io.claviger.testkit.StorageSamples;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link KeyringStorage} promises. */
public abstract class KeyringStorageContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final UUID NEXT = UUID.fromString("d0000000-0000-4000-8000-000000000002");
    private static final UUID THIRD = UUID.fromString("d0000000-0000-4000-8000-000000000003");
    private static final AccessKey ACCESS_KEY = StorageSamples.accessKey("AKIA0000000000000001", ACCOUNT, null);

    /** The adapter under test, which is empty at the beginning of each test. */
    protected abstract KeyringStorage keyring();

    /** The other port over the same tables. */
    protected abstract Storage storage();

    @Test
    void firstDomainKeyIsAddedWhenThereIsNone() {
        assertThat(await(keyring().domainKeys())).isEmpty();

        await(keyring().addDomainKey(notCurrent(domainKey(DOMAIN_KEY)), null));

        assertThat(await(keyring().domainKeys())).containsExactly(domainKey(DOMAIN_KEY));
        assertConflict(keyring().addDomainKey(domainKey(NEXT), null));
        assertConflict(keyring().addDomainKey(domainKey(NEXT), THIRD));
    }

    @Test
    void addedDomainKeyBecomesTheCurrentOne() {
        await(keyring().addDomainKey(domainKey(DOMAIN_KEY), null));

        await(keyring().addDomainKey(domainKey(NEXT), DOMAIN_KEY));

        assertThat(await(keyring().domainKeys()))
                .containsExactlyInAnyOrder(notCurrent(domainKey(DOMAIN_KEY)), domainKey(NEXT));
        assertConflict(keyring().addDomainKey(domainKey(THIRD), DOMAIN_KEY));
        assertThat(await(keyring().domainKeys())).hasSize(2);
    }

    @Test
    void ofTwoNodesOneAddsTheDomainKey() {
        await(keyring().addDomainKey(domainKey(DOMAIN_KEY), null));

        var outcomes = await(Uni.combine()
                .all()
                .unis(
                        succeeds(keyring().addDomainKey(domainKey(NEXT), DOMAIN_KEY)),
                        succeeds(keyring().addDomainKey(domainKey(THIRD), DOMAIN_KEY)))
                .asTuple());

        assertThat(outcomes.asList()).containsExactlyInAnyOrder(true, false);
        assertThat(await(keyring().domainKeys()).stream().filter(StoredDomainKey::current))
                .hasSize(1);
    }

    @Test
    void domainKeyIsRemovedOnlyWhenNothingNeedsIt() {
        storeSecrets();
        assertThat(await(keyring().removeUnusedDomainKey(DOMAIN_KEY))).isFalse();
        await(keyring().addDomainKey(domainKey(NEXT), DOMAIN_KEY));
        assertThat(await(keyring().removeUnusedDomainKey(DOMAIN_KEY))).isFalse();
        await(keyring().rewrap(DOMAIN_KEY, List.of(), List.of(rewrapped(ACCESS_KEY)), List.of(rewrappedAuditKey())));
        assertThat(await(keyring().removeUnusedDomainKey(DOMAIN_KEY))).isFalse();
        await(keyring().rewrap(DOMAIN_KEY, List.of(rewrapped(1), rewrapped(2)), List.of(), List.of()));

        assertThat(await(keyring().removeUnusedDomainKey(DOMAIN_KEY))).isTrue();

        assertThat(await(keyring().removeUnusedDomainKey(DOMAIN_KEY))).isFalse();
        assertThat(await(keyring().removeUnusedDomainKey(NEXT))).isFalse();
        assertThat(await(keyring().domainKeys())).containsExactly(domainKey(NEXT));
    }

    @Test
    void auditKeyIsAddedOnce() {
        await(keyring().addDomainKey(domainKey(DOMAIN_KEY), null));
        assertThat(await(keyring().auditKeys())).isEmpty();

        await(keyring().addAuditKey(auditKey("first")));

        assertConflict(keyring().addAuditKey(auditKey("first")));
        assertConflict(keyring().addAuditKey(auditKey("second")));
        assertThat(await(keyring().auditKeys())).containsExactly(auditKey("first"));
    }

    @Test
    void keyOfSessionTokensIsAddedOnce() {
        await(keyring().addDomainKey(domainKey(DOMAIN_KEY), null));
        assertThat(await(keyring().sessionKeys())).isEmpty();

        await(keyring().addSessionKey(sessionKey(1, DOMAIN_KEY, "one")));

        assertConflict(keyring().addSessionKey(sessionKey(1, DOMAIN_KEY, "one")));
        assertConflict(keyring().addSessionKey(sessionKey(2, DOMAIN_KEY, "two")));
        assertThat(await(keyring().sessionKeys())).containsExactly(sessionKey(1, DOMAIN_KEY, "one"));
    }

    @Test
    void keyOfSessionTokensIsWrappedAnew() {
        await(keyring().addDomainKey(domainKey(DOMAIN_KEY), null));
        await(keyring().addSessionKey(sessionKey(1, DOMAIN_KEY, "one")));
        await(keyring().addDomainKey(domainKey(NEXT), DOMAIN_KEY));
        assertThat(await(keyring().removeUnusedDomainKey(DOMAIN_KEY))).isFalse();

        await(keyring().rewrapSessionKey(THIRD, sessionKey(1, NEXT, "lost")));
        await(keyring().rewrapSessionKey(DOMAIN_KEY, sessionKey(2, NEXT, "nobody's")));
        assertThat(await(keyring().sessionKeys())).containsExactly(sessionKey(1, DOMAIN_KEY, "one"));
        await(keyring().rewrapSessionKey(DOMAIN_KEY, sessionKey(1, NEXT, "anew")));

        assertThat(await(keyring().sessionKeys())).containsExactly(sessionKey(1, NEXT, "anew"));
        assertThat(await(keyring().removeUnusedDomainKey(DOMAIN_KEY))).isTrue();
    }

    @Test
    void secretsUnderOtherDomainKeysAreFound() {
        storeSecrets();

        assertThat(await(keyring().materialsNotUnder(NEXT, 10))).containsExactly(material(key(1)), material(key(2)));
        assertThat(await(keyring().materialsNotUnder(NEXT, 1))).containsExactly(material(key(1)));
        assertThat(await(keyring().materialsNotUnder(DOMAIN_KEY, 10))).isEmpty();
        assertThat(await(keyring().accessKeysNotUnder(NEXT, 10)))
                .extracting(AccessKey::id)
                .containsExactly(ACCESS_KEY.id());
        assertThat(await(keyring().accessKeysNotUnder(DOMAIN_KEY, 10))).isEmpty();
    }

    @Test
    void rewrapReplacesWrappingsOnly() {
        storeSecrets();
        await(keyring().addDomainKey(domainKey(NEXT), DOMAIN_KEY));

        await(keyring()
                .rewrap(
                        DOMAIN_KEY,
                        List.of(rewrapped(1)),
                        List.of(rewrapped(ACCESS_KEY)),
                        List.of(rewrappedAuditKey())));

        assertThat(await(storage().findMaterial(ACCOUNT, keyId(1), materialId(1))))
                .contains(rewrapped(1));
        assertThat(await(storage().findMaterial(ACCOUNT, keyId(2), materialId(2))))
                .contains(material(key(2)));
        assertThat(await(storage().findAccessKey(ACCESS_KEY.id()))).hasValueSatisfying(found -> {
            assertThat(found.wrappedSecret()).isEqualTo(blob("anew"));
            assertThat(found.domainKeyId()).isEqualTo(NEXT);
            assertThat(found.active()).isTrue();
        });
        assertThat(await(keyring().auditKeys())).containsExactly(rewrappedAuditKey());
    }

    @Test
    void rewrapLeavesAloneWhatIsUnderAnotherDomainKeyOrGone() {
        storeSecrets();
        await(keyring().addDomainKey(domainKey(NEXT), DOMAIN_KEY));

        await(keyring()
                .rewrap(
                        THIRD,
                        List.of(rewrapped(1), rewrapped(9)),
                        List.of(rewrapped(ACCESS_KEY)),
                        List.of(rewrappedAuditKey())));

        assertThat(await(keyring().materialsNotUnder(DOMAIN_KEY, 10))).isEmpty();
        assertThat(await(keyring().accessKeysNotUnder(DOMAIN_KEY, 10))).isEmpty();
        assertThat(await(keyring().auditKeys())).containsExactly(auditKey("audit"));
    }

    @Test
    void updateOfAnAccessKeyThatWasReadBeforeItsRewrappingConflicts() {
        storeSecrets();
        await(keyring().addDomainKey(domainKey(NEXT), DOMAIN_KEY));
        AccessKey before = await(keyring().accessKeysNotUnder(NEXT, 1)).getFirst();

        await(keyring().rewrap(DOMAIN_KEY, List.of(), List.of(rewrapped(ACCESS_KEY)), List.of()));

        assertConflict(storage().commit(List.of(new Change.AccessKeyUpdated(before)), anyBlock()));
    }

    @Test
    void rewrapTellsCaches() {
        storeSecrets();
        await(keyring().addDomainKey(domainKey(NEXT), DOMAIN_KEY));
        long before = await(storage().epochs(List.of(ACCOUNT))).get(ACCOUNT);

        await(keyring()
                .rewrap(
                        DOMAIN_KEY,
                        List.of(rewrapped(1), rewrapped(9)),
                        List.of(rewrapped(ACCESS_KEY)),
                        List.of(rewrappedAuditKey())));

        assertThat(await(storage().changesSince(ACCOUNT, before, 10)))
                .containsExactly(
                        new EpochChange(before + 1, Subject.material(ACCOUNT, keyId(1), materialId(1))),
                        new EpochChange(before + 1, Subject.accessKey(ACCOUNT, ACCESS_KEY.id())));
    }

    @Test
    void liveNodesAreThoseThatBeat() {
        assertThat(await(keyring().liveNodes(60))).isEmpty();

        await(keyring().heartbeat("node-b", Set.of("root-1")));
        await(keyring().heartbeat("node-a", Set.of()));
        await(keyring().heartbeat("node-b", Set.of("root-1", "root-2")));

        assertThat(await(keyring().liveNodes(60)))
                .extracting(Node::id, Node::rootKeyIds)
                .containsExactly(tuple("node-a", Set.of()), tuple("node-b", Set.of("root-1", "root-2")));
    }

    private void storeSecrets() {
        await(keyring().addDomainKey(domainKey(DOMAIN_KEY), null));
        await(keyring().addAuditKey(auditKey("audit")));
        await(storage()
                .commit(
                        List.of(
                                new Change.AccountCreated(account(ACCOUNT)),
                                keyCreated(key(1)),
                                keyCreated(key(2)),
                                new Change.AccessKeyCreated(ACCESS_KEY)),
                        anyBlock()));
    }

    private static KeyMaterial rewrapped(int number) {
        return new KeyMaterial(
                ACCOUNT,
                keyId(number),
                materialId(number),
                NEXT,
                blob("anew"),
                material(key(1)).createdAt());
    }

    private static AccessKey rewrapped(AccessKey key) {
        return new AccessKey(
                key.id(), key.account(), key.userUniqueId(), false, NEXT, blob("anew"), key.createdAt(), key.version());
    }

    private static StoredAuditKey rewrappedAuditKey() {
        StoredAuditKey key = auditKey("audit");
        return new StoredAuditKey(key.id(), key.publicKey(), NEXT, blob("anew"), key.createdAt());
    }

    private static StoredSessionKey sessionKey(int number, UUID domainKey, String wrapped) {
        return new StoredSessionKey(new UUID(0, number), domainKey, blob(wrapped), NOW);
    }

    private static StoredDomainKey notCurrent(StoredDomainKey key) {
        return new StoredDomainKey(key.id(), key.rootKeyId(), key.wrapped(), false, key.createdAt());
    }

    private static Uni<Boolean> succeeds(Uni<Void> uni) {
        return uni.replaceWith(true).onFailure(StorageConflictException.class).recoverWithItem(false);
    }

    private static void assertConflict(Uni<?> uni) {
        assertThatThrownBy(() -> await(uni)).isInstanceOf(StorageConflictException.class);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
