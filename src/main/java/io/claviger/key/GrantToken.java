package io.claviger.key;

import io.claviger.common.AccountId;
import io.claviger.common.CanonicalBytes;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Names a grant, so that a request that carries it finds the grant in the database and not in a cache. It is neither
 * secret nor trusted: whoever sends one gets what the grant gives to them anyway. Each token of a grant differs from
 * its others, and all mean the same.
 *
 * <p>Form: base64 of a version byte, 16 random bytes, the 32 bytes of the grant id, then account, region and key id,
 * each with its length.
 */
public record GrantToken(AccountId account, Region region, KeyId keyId, GrantId grantId) {
    /** How many random bytes a token needs. */
    public static final int NONCE_BYTES = 16;

    private static final byte VERSION = 1;

    public static GrantToken of(Grant grant) {
        return new GrantToken(grant.account(), grant.region(), grant.keyId(), grant.id());
    }

    /** The text of a new token; the nonce is what makes it differ from others. */
    public String text(byte[] nonce) {
        byte[] bytes = new CanonicalBytes()
                .oneByte(VERSION)
                .raw(nonce)
                .raw(HexFormat.of().parseHex(grantId.value()))
                .field(account.value())
                .field(region.value())
                .field(keyId.value())
                .toBytes();
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Reads a token; empty for any other text. */
    public static Optional<GrantToken> parse(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            if (bytes.remaining() < 1 + NONCE_BYTES + GrantId.LENGTH / 2 || bytes.get() != VERSION) {
                return Optional.empty();
            }
            bytes.position(bytes.position() + NONCE_BYTES);
            byte[] id = new byte[GrantId.LENGTH / 2];
            bytes.get(id);
            GrantToken token = new GrantToken(
                    new AccountId(field(bytes)),
                    new Region(field(bytes)),
                    new KeyId(field(bytes)),
                    new GrantId(HexFormat.of().formatHex(id)));
            return bytes.hasRemaining() ? Optional.empty() : Optional.of(token);
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    private static String field(ByteBuffer bytes) {
        int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("a field is cut off");
        }
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
