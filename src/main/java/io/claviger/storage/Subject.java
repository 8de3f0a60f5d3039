package io.claviger.storage;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.common.Sha256;
import io.claviger.iam.EntityKind;
import io.claviger.key.Grant;
import io.claviger.key.MaterialId;
import java.nio.charset.StandardCharsets;

/**
 * What a change was about, as text of at most 400 characters: the key under which caches hold it, and what a node tells
 * the others.
 */
public record Subject(String value) {
    private static final int LONGEST_ID = 300;
    /** No id begins so. */
    private static final String HASHED = "#";

    public static Subject account(AccountId account) {
        return new Subject("account:" + account);
    }

    public static Subject entity(EntityKind<?> kind, AccountId account, String id) {
        return new Subject("entity:" + account + ":" + kind.name() + ":" + shortId(id));
    }

    /** The id itself, or a hash of one that is too long for a subject. */
    public static String shortId(String id) {
        return id.length() <= LONGEST_ID ? id : HASHED + Sha256.hex(id.getBytes(StandardCharsets.UTF_8));
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
