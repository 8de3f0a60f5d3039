package io.claviger.rootkey.file;

import io.claviger.common.CanonicalBytes;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.crypto.aes.SealBrokenException;
import io.claviger.rootkey.RootKey;
import io.claviger.rootkey.RootKeyException;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The root keys of a file, in memory. Wrapped bytes are {@code version (1) || sealed}, sealed by {@link OneTimeKeyAead}
 * with the version, the root key's id and the caller's {@code aad} authenticated.
 *
 * <p>An instance is what the file held when it was loaded: to follow a change, make a new one and close the old one when
 * no call can still hold it. {@link #close()} wipes the keys.
 */
public final class FileRootKey implements RootKey {
    private static final byte VERSION = 1;

    private final String primaryId;
    private final Map<String, OneTimeKeyAead.Key> keys;
    private final OneTimeKeyAead aead;
    private final RandomSource random;
    private final Executor workers;

    /**
     * @param rootKeys copied; the caller still closes them
     * @param workers runs the cryptography, off the event loop
     */
    public FileRootKey(RootKeys rootKeys, OneTimeKeyAead aead, RandomSource random, Executor workers) {
        Map<String, OneTimeKeyAead.Key> prepared = new LinkedHashMap<>();
        rootKeys.secrets().forEach((id, secret) -> prepared.put(id, OneTimeKeyAead.Key.of(secret)));
        this.primaryId = rootKeys.primaryId();
        this.keys = Map.copyOf(prepared);
        this.aead = aead;
        this.random = random;
        this.workers = workers;
    }

    @Override
    public String rootKeyId() {
        return primaryId;
    }

    @Override
    public Set<String> knownIds() {
        return keys.keySet();
    }

    @Override
    public Uni<byte[]> wrap(SecretBytes secret, byte[] aad) {
        return Uni.createFrom().item(() -> wrapNow(secret, aad)).runSubscriptionOn(workers);
    }

    private byte[] wrapNow(SecretBytes secret, byte[] aad) {
        byte[] sealed = aead.seal(keyOf(primaryId), fullAad(primaryId, aad), secret, random);
        byte[] wrapped = new byte[1 + sealed.length];
        wrapped[0] = VERSION;
        System.arraycopy(sealed, 0, wrapped, 1, sealed.length);
        return wrapped;
    }

    @Override
    public Uni<SecretBytes> unwrap(String rootKeyId, byte[] wrapped, byte[] aad) {
        return Uni.createFrom().item(() -> unwrapNow(rootKeyId, wrapped, aad)).runSubscriptionOn(workers);
    }

    private SecretBytes unwrapNow(String rootKeyId, byte[] wrapped, byte[] aad) {
        OneTimeKeyAead.Key key = keyOf(rootKeyId);
        try {
            if (wrapped.length == 0 || wrapped[0] != VERSION) {
                throw new SealBrokenException();
            }
            return aead.open(key, fullAad(rootKeyId, aad), Arrays.copyOfRange(wrapped, 1, wrapped.length));
        } catch (SealBrokenException e) {
            throw new RootKeyException(
                    RootKeyException.Reason.REFUSED,
                    "What root key " + rootKeyId + " wrapped does not open: it was altered or belongs elsewhere.",
                    e);
        }
    }

    private OneTimeKeyAead.Key keyOf(String rootKeyId) {
        OneTimeKeyAead.Key key = keys.get(rootKeyId);
        if (key == null) {
            throw new RootKeyException(
                    RootKeyException.Reason.UNKNOWN_KEY,
                    "The root key file holds no key with the id " + rootKeyId + ".");
        }
        return key;
    }

    private static byte[] fullAad(String rootKeyId, byte[] aad) {
        return new CanonicalBytes().oneByte(VERSION).field(rootKeyId).field(aad).toBytes();
    }

    @Override
    public void close() {
        keys.values().forEach(OneTimeKeyAead.Key::close);
    }

    @Override
    public String toString() {
        return "FileRootKey" + keys.keySet();
    }
}
