package io.claviger.rootkey;

import io.claviger.common.SecretBytes;
import io.smallrye.mutiny.Uni;
import java.util.Set;

/**
 * The key at the top: not in the database, it wraps the domain keys that are. Port; the adapters are a file, an HSM and
 * another key management service.
 *
 * <p>What {@link #wrap} returns opens only with the root key that made it and the same {@code aad}. An implementation
 * authenticates both, and the wrapped bytes name their own format version. The caller puts into {@code aad} what the
 * secret is and where it belongs, and stores {@link #rootKeyId()} beside the result.
 *
 * <p>INVARIANT: an instance never changes its {@link #rootKeyId()}. After a rotation there is a new instance, so an id
 * read from an instance is the id of what that instance wraps.
 *
 * <p>Failures of both methods are {@link RootKeyException}s, whose {@link RootKeyException#reason()} says what to do.
 * Thread-safe. No call blocks the caller's thread; the result may come on any thread. Nothing is cached here: whoever
 * unwraps a domain key keeps and wipes it.
 */
public interface RootKey extends AutoCloseable {
    /** The public id of the key that {@link #wrap} uses. It says nothing about the key itself. */
    String rootKeyId();

    /** The ids that {@link #unwrap} can serve: {@link #rootKeyId()} and older ones that are still there. */
    Set<String> knownIds();

    /** Wraps the secret, which the caller still closes, after the result has come. */
    Uni<byte[]> wrap(SecretBytes secret, byte[] aad);

    /**
     * The secret, the caller's to close. Fails with {@link RootKeyException.Reason#UNKNOWN_KEY} if the id is not among
     * {@link #knownIds()}, with {@link RootKeyException.Reason#REFUSED} if key, bytes and {@code aad} do not belong
     * together, with {@link RootKeyException.Reason#UNAVAILABLE} if the root key cannot be reached now.
     */
    Uni<SecretBytes> unwrap(String rootKeyId, byte[] wrapped, byte[] aad);

    /** Wipes what this process holds of the keys; only when no call can still use them. The ids may be read after it. */
    @Override
    void close();
}
