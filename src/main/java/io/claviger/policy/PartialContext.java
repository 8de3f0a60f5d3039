package io.claviger.policy;

/** What is known of requests before there is one: keys that have the same values in all of them. */
public interface PartialContext extends Context {
    /** Whether the values of a key, which may be none, are known. The name is {@linkplain #fold folded}. */
    boolean isKnown(String foldedKey);

    @Override
    PartialContext forResourcePolicy();
}
