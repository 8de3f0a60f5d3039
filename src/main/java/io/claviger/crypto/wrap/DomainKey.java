package io.claviger.crypto.wrap;

import io.claviger.common.Blob;
import io.claviger.common.CanonicalBytes;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.crypto.aes.SealBrokenException;
import java.util.UUID;

/**
 * One version of the key that wraps secrets at rest; itself wrapped by the root key. Thread-safe. {@link #close()}
 * wipes it, so close it only when no call can still hold it.
 */
public final class DomainKey implements AutoCloseable {
    private final UUID id;
    private final OneTimeKeyAead.Key key;
    private final OneTimeKeyAead aead;

    /**
     * A domain key ready for use.
     *
     * @param secret 256 random bits, copied; the caller still closes its own
     */
    public DomainKey(UUID id, SecretBytes secret, OneTimeKeyAead aead) {
        this.id = id;
        this.key = OneTimeKeyAead.Key.of(secret);
        this.aead = aead;
    }

    public UUID id() {
        return id;
    }

    /** Wraps the secret for the place that the binding names, and no other. */
    public WrappedSecret wrap(SecretBytes secret, SecretBinding binding, RandomSource random) {
        return new WrappedSecret(id, Blob.owning(aead.seal(key, aad(binding), secret, random)));
    }

    /**
     * The secret, the caller's to close.
     *
     * @throws SealBrokenException if another domain key wrapped it, it is of another place, or it was altered
     */
    public SecretBytes unwrap(WrappedSecret wrapped, SecretBinding binding) throws SealBrokenException {
        if (!wrapped.domainKeyId().equals(id)) {
            throw new SealBrokenException();
        }
        return aead.open(key, aad(binding), wrapped.sealed().toByteArray());
    }

    /** The header of fixed length, then the binding. */
    private byte[] aad(SecretBinding binding) {
        return new CanonicalBytes()
                .raw(WrappedSecret.header(id))
                .raw(binding.bytes())
                .toBytes();
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "DomainKey[" + id + "]";
    }
}
