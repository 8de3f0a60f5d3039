package io.claviger.policy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value that a policy lists.
 *
 * @param text as written
 * @param filledText with its variables filled in, the same text if it has none; null if one stays unresolved
 */
public record PolicyValue(String text, @Nullable String filledText) {

    /** Empty if a variable stays unresolved. */
    public Optional<String> filled() {
        return Optional.ofNullable(filledText);
    }
}
