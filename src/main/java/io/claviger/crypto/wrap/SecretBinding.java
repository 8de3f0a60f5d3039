package io.claviger.crypto.wrap;

import io.claviger.common.AccountId;
import io.claviger.common.CanonicalBytes;
import io.claviger.common.KeyId;
import io.claviger.key.MaterialId;
import java.util.List;
import java.util.UUID;

/**
 * What a wrapped secret is for and whose it is. It is authenticated with the secret, so that a row copied to another
 * account, key, version or table does not open there.
 *
 * @param ownerIds the ids that together name the one place of this secret, in the purpose's own order
 */
public record SecretBinding(Purpose purpose, List<String> ownerIds) {
    public SecretBinding {
        ownerIds = List.copyOf(ownerIds);
    }

    /** What a secret is for. The codes are part of the format: add, never change. */
    public enum Purpose {
        DOMAIN_KEY(1),
        KEY_MATERIAL(2),
        ACCESS_KEY_SECRET(3),
        AUDIT_SIGNING_KEY(4),
        SESSION_TOKEN_KEY(5),
        IMPORT_PRIVATE_KEY(6),
        KEY_STORE_CREDENTIAL(7);

        private final int code;

        Purpose(int code) {
            this.code = code;
        }
    }

    /** A domain key; the one thing that the root key wraps. */
    public static SecretBinding domainKey(UUID domainKeyId) {
        return new SecretBinding(Purpose.DOMAIN_KEY, List.of(domainKeyId.toString()));
    }

    /** One version of a key's material; the material id is what names the version. */
    public static SecretBinding keyMaterial(AccountId account, KeyId keyId, MaterialId materialId) {
        return new SecretBinding(Purpose.KEY_MATERIAL, List.of(account.value(), keyId.value(), materialId.value()));
    }

    public static SecretBinding accessKeySecret(AccountId account, String accessKeyId) {
        return new SecretBinding(Purpose.ACCESS_KEY_SECRET, List.of(account.value(), accessKeyId));
    }

    public static SecretBinding auditSigningKey(String nodeId, String signingKeyId) {
        return new SecretBinding(Purpose.AUDIT_SIGNING_KEY, List.of(nodeId, signingKeyId));
    }

    public static SecretBinding sessionTokenKey(UUID sessionKeyId) {
        return new SecretBinding(Purpose.SESSION_TOKEN_KEY, List.of(sessionKeyId.toString()));
    }

    /** Purpose code (1 byte), number of ids (4), each id as a 4-byte length and UTF-8: injective. */
    public byte[] bytes() {
        CanonicalBytes bytes = new CanonicalBytes().oneByte(purpose.code).number(ownerIds.size());
        ownerIds.forEach(bytes::field);
        return bytes.toBytes();
    }
}
