package io.claviger.storage;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.key.Grant;
import io.claviger.key.MaterialId;

/**
 * What a change was about, as text of at most 400 characters: the key under which caches hold it, and what a node tells
 * the others.
 */
public record Subject(String value) {

    public static Subject account(AccountId account) {
        return new Subject("account:" + account);
    }

    public static Subject user(AccountId account, String uniqueId) {
        return new Subject("user:" + account + ":" + uniqueId);
    }

    public static Subject accessKey(AccountId account, String accessKeyId) {
        return new Subject("access-key:" + account + ":" + accessKeyId);
    }

    public static Subject key(AccountId account, Region region, KeyId id) {
        return new Subject("key:" + account + ":" + region + ":" + id);
    }

    /** Of changes to the wrapping alone; that a key has come with its material is told by {@link #key}. */
    public static Subject material(AccountId account, KeyId key, MaterialId material) {
        return new Subject("material:" + account + ":" + key + ":" + material);
    }

    public static Subject alias(AccountId account, Region region, String name) {
        return new Subject("alias:" + account + ":" + region + ":" + name);
    }

    /** All grants that the key has for the grantee of this one. */
    public static Subject grants(Grant grant) {
        return new Subject("grants:" + grant.account() + ":" + grant.region() + ":" + grant.keyId() + ":"
                + grant.grantee().identity());
    }
}
