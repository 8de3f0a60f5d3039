package io.claviger.authn.jwt;

import io.claviger.authn.token.TokenAlgorithm;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The usable keys of one key set. Compared by identity: a changed set is another one. */
final class VerificationKeys {
    private final String text;
    private final List<VerificationKey> keys;

    VerificationKeys(String text, List<VerificationKey> keys) {
        this.text = text;
        this.keys = List.copyOf(keys);
    }

    /** Whether they came from the same text. */
    boolean isFrom(String jwks) {
        return text.equals(jwks);
    }

    /** The one key that fits; empty if none does, and if several do: nothing is tried out. */
    Optional<VerificationKey> select(TokenAlgorithm algorithm, @Nullable String id) {
        List<VerificationKey> fitting =
                keys.stream().filter(key -> key.fits(algorithm, id)).limit(2).toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    int size() {
        return keys.size();
    }
}
