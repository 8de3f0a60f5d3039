package io.claviger.authn.sigv4;

import io.claviger.authn.Credential;
import io.claviger.common.SecretBytes;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Signing keys that have verified a call, by access key and scope; at most so many. An entry counts only for the
 * secret that it came from. Whatever leaves is wiped. Only a proved signature puts anything in, so that nobody without
 * a secret can push others out. Which one goes when it is full is left to chance: deriving it again costs microseconds.
 *
 * <p>Holds the credential's own {@link SecretBytes}, no copy: once the source wipes it, it equals no secret any more.
 */
final class SigningKeyCache {
    private final int capacity;
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    /** The latest day for which there is a key; a race over it costs a sweep at most. */
    private volatile String latestDate = "";

    SigningKeyCache(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be positive");
        }
        this.capacity = capacity;
    }

    /** The key for this credential as it is now. It may be closed by the time that it is used. */
    Optional<SigningKey> find(Credential credential, CredentialScope scope) {
        Key key = new Key(credential.accessKeyId(), scope);
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (!entry.secret.equals(credential.secret())) {
            remove(key, entry);
            return Optional.empty();
        }
        return Optional.of(entry.signingKey);
    }

    /** Takes the key over; closes it in time. */
    void keep(Credential credential, CredentialScope scope, SigningKey signingKey) {
        makeRoom(scope.date());
        Entry before =
                entries.put(new Key(credential.accessKeyId(), scope), new Entry(credential.secret(), signingKey));
        if (before != null) {
            before.signingKey.close();
        }
    }

    int size() {
        return entries.size();
    }

    private void makeRoom(String date) {
        if (date.compareTo(latestDate) > 0) {
            latestDate = date;
            entries.forEach((key, entry) -> {
                if (key.scope.date().compareTo(date) < 0) {
                    remove(key, entry);
                }
            });
        }
        Iterator<Map.Entry<Key, Entry>> any = entries.entrySet().iterator();
        while (entries.size() >= capacity && any.hasNext()) {
            Map.Entry<Key, Entry> victim = any.next();
            remove(victim.getKey(), victim.getValue());
        }
    }

    private void remove(Key key, Entry entry) {
        if (entries.remove(key, entry)) {
            entry.signingKey.close();
        }
    }

    private record Key(String accessKeyId, CredentialScope scope) {}

    /** Compared by identity. */
    private static final class Entry {
        private final SecretBytes secret;
        private final SigningKey signingKey;

        Entry(SecretBytes secret, SigningKey signingKey) {
            this.secret = secret;
            this.signingKey = signingKey;
        }
    }
}
