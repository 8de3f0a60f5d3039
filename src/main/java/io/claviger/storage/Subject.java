package io.claviger.storage;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;

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

    public static Subject alias(AccountId account, Region region, String name) {
        return new Subject("alias:" + account + ":" + region + ":" + name);
    }
}
