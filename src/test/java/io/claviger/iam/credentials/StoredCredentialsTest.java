package io.claviger.iam.credentials;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.authn.Caller;
import io.claviger.authn.Credential;
import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.wrap.SecretBinding;
import io.claviger.iam.AccessKey;
import io.claviger.storage.Change;
import io.claviger.storage.StorageUnavailableException;
import io.claviger.testkit.InterceptedStorage;
import io.claviger.testkit.KeyHierarchy;
import io.claviger.testkit.TestWorkers;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredCredentialsTest {
    private static final String ID = "AKIA0000000000000001";

    @TempDir
    Path directory;

    private KeyHierarchy hierarchy;
    private KeyHierarchy.Node node;
    private StoredCredentials credentials;

    @BeforeEach
    void begin() {
        hierarchy = new KeyHierarchy(directory);
        node = hierarchy.node();
        hierarchy.with(node, 1);
        credentials = node.credentials();
    }

    @Test
    void keyOfAUserIsThatUsers() {
        Credential found = find(ID).orElseThrow();

        assertThat(new String(found.secret().reveal(), StandardCharsets.UTF_8)).isEqualTo(ID);
        assertThat(found.principal())
                .isEqualTo(new Caller.User(
                        ACCOUNT, "/team/", "alice", user("alice").uniqueId()));
    }

    @Test
    void keyWithoutAUserIsTheRoots() {
        store(accessKey("AKIAROOT", null, true));

        assertThat(find("AKIAROOT").orElseThrow().principal()).isEqualTo(new Caller.Root(ACCOUNT));
    }

    @Test
    void unknownAndInactiveKeysAreTheSame() {
        store(accessKey("AKIAINACTIVE", null, false));

        assertThat(find("AKIAUNKNOWN")).isEmpty();
        assertThat(find("AKIAINACTIVE")).isEmpty();
    }

    @Test
    void keyOfAUserThatIsGoneIsGoneAtOnce() {
        boolean[] isGone = new boolean[1];
        StoredCredentials watched = new StoredCredentials(
                InterceptedStorage.around(
                        hierarchy.storage(),
                        (method, call) -> isGone[0] && method.equals("findEntity")
                                ? Uni.createFrom().item(Optional.empty())
                                : call.get()),
                node.keyring(),
                new TestWorkers(),
                10,
                Duration.ofMinutes(1));
        assertThat(watched.find(ID).await().indefinitely()).isPresent();

        isGone[0] = true;

        assertThat(watched.find(ID).await().indefinitely()).isEmpty();
    }

    @Test
    void secretIsUnwrappedOnceAndTheRowsAreReadEachTime() {
        Credential one = find(ID).orElseThrow();
        long reads = hierarchy.storage().reads();

        assertThat(find(ID).orElseThrow().secret()).isSameAs(one.secret());
        assertThat(hierarchy.storage().reads()).isEqualTo(reads + 2);
    }

    @Test
    void keyThatIsSwitchedOffIsGoneAtOnce() {
        find(ID);
        AccessKey stored = stored(ID);
        hierarchy
                .storage()
                .with(new Change.AccessKeyUpdated(new AccessKey(
                        stored.id(),
                        stored.account(),
                        stored.userUniqueId(),
                        false,
                        stored.domainKeyId(),
                        stored.wrappedSecret(),
                        stored.createdAt(),
                        stored.version())));

        assertThat(find(ID)).isEmpty();
    }

    @Test
    void databaseThatIsDownIsNotAnUnknownKey() {
        find(ID);
        hierarchy.storage().setUnavailable(true);

        assertThatThrownBy(() -> find(ID)).isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void everyBitOfAStoredSecretCounts() {
        AccessKey whole = stored(ID);
        byte[] wrapped = whole.wrappedSecret().toByteArray();

        for (int bit = 0; bit < 8 * wrapped.length; bit++) {
            byte[] altered = wrapped.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            write(new AccessKey(
                    whole.id(),
                    whole.account(),
                    whole.userUniqueId(),
                    true,
                    whole.domainKeyId(),
                    Blob.owning(altered),
                    whole.createdAt(),
                    0));

            assertThatThrownBy(() -> find(ID)).isInstanceOf(BugException.class);
        }

        write(whole);
        assertThat(find(ID)).isPresent();
    }

    @Test
    void secretBelongsToItsKey() {
        AccessKey whole = stored(ID);
        store(new AccessKey("AKIAMOVED", ACCOUNT, null, true, whole.domainKeyId(), whole.wrappedSecret(), NOW, 0));

        assertThatThrownBy(() -> find("AKIAMOVED")).isInstanceOf(BugException.class);
    }

    private Optional<Credential> find(String id) {
        return credentials.find(id).await().indefinitely();
    }

    private AccessKey stored(String id) {
        return hierarchy.storage().findAccessKey(id).await().indefinitely().orElseThrow();
    }

    private void store(AccessKey key) {
        hierarchy.storage().with(new Change.AccessKeyCreated(key));
    }

    private void write(AccessKey key) {
        hierarchy
                .storage()
                .rewrap(key.domainKeyId(), List.of(), List.of(key), List.of())
                .await()
                .indefinitely();
    }

    private AccessKey accessKey(String id, String user, boolean active) {
        try (SecretBytes secret = SecretBytes.copyOf(id.getBytes(StandardCharsets.UTF_8))) {
            var wrapped = node.keyring()
                    .current()
                    .wrap(secret, SecretBinding.accessKeySecret(ACCOUNT, id), hierarchy.random());
            return new AccessKey(id, ACCOUNT, user, active, wrapped.domainKeyId(), wrapped.toBlob(), NOW, 0);
        }
    }
}
