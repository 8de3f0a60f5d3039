package io.claviger.operation;

/** A request that makes a key. */
public interface HasNewKey {
    /** What the key will be, with the defaults of the request filled in. */
    KeyTraits newKey();
}
