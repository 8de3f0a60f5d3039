package io.claviger.key;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The readable and authenticated beginning of a ciphertext blob: which call made it, with which key and material. The
 * Region is that of encryption; a multi-Region key's blob is decrypted in any related Region, with the one that stands
 * here.
 */
public record CiphertextHeader(Maker maker, AccountId account, Region region, KeyId keyId, MaterialId materialId) {
    /** Which call made the blob; the first bytes tell, as those of AWS do. */
    public enum Maker {
        ENCRYPT("0102020078"),
        DATA_KEY("0102030078");

        private final byte[] prefix;

        Maker(String prefix) {
            this.prefix = HexFormat.of().parseHex(prefix);
        }
    }

    private static final int PREFIX_BYTES = 5;
    private static final byte VERSION = 1;
    private static final int ACCOUNT_BYTES = 5;
    private static final byte SINGLE_REGION = 1;
    private static final byte MULTI_REGION = 2;
    private static final int KEY_ID_BYTES = 16;
    private static final int MATERIAL_ID_BYTES = 32;
    private static final int FIXED_BYTES = PREFIX_BYTES + 1 + ACCOUNT_BYTES + 1 + 1 + KEY_ID_BYTES + MATERIAL_ID_BYTES;

    /** The header's bytes; no header's bytes are the beginning of another's. */
    public byte[] bytes() {
        byte[] regionBytes = region.value().getBytes(StandardCharsets.US_ASCII);
        long accountNumber = Long.parseLong(account.value());
        return ByteBuffer.allocate(FIXED_BYTES + regionBytes.length)
                .put(maker.prefix)
                .put(VERSION)
                .put((byte) (accountNumber >>> 32))
                .putInt((int) accountNumber)
                .put((byte) regionBytes.length)
                .put(regionBytes)
                .put(keyId.isMultiRegion() ? MULTI_REGION : SINGLE_REGION)
                .put(keyIdBytes(keyId))
                .put(HexFormat.of().parseHex(materialId.value()))
                .array();
    }

    /** What the sealed message is bound to: this header and the caller's context, injectively. */
    public byte[] aad(EncryptionContext context) {
        byte[] head = bytes();
        byte[] canonical = context.canonicalBytes();
        byte[] aad = Arrays.copyOf(head, head.length + canonical.length);
        System.arraycopy(canonical, 0, aad, head.length, canonical.length);
        return aad;
    }

    static Optional<CiphertextHeader> read(ByteBuffer in) {
        if (in.remaining() < FIXED_BYTES) {
            return Optional.empty();
        }
        Optional<Maker> maker = readMaker(in);
        byte version = in.get();
        Optional<AccountId> account = readAccount(in);
        Optional<Region> region = readRegion(in);
        if (maker.isEmpty() || version != VERSION || account.isEmpty() || region.isEmpty()) {
            return Optional.empty();
        }
        // the region was the only part of variable length: what is left can be counted again
        if (in.remaining() < 1 + KEY_ID_BYTES + MATERIAL_ID_BYTES) {
            return Optional.empty();
        }
        Optional<KeyId> keyId = readKeyId(in);
        MaterialId materialId = new MaterialId(HexFormat.of().formatHex(take(in, MATERIAL_ID_BYTES)));
        return keyId.map(id -> new CiphertextHeader(maker.get(), account.get(), region.get(), id, materialId));
    }

    private static Optional<Maker> readMaker(ByteBuffer in) {
        byte[] prefix = take(in, PREFIX_BYTES);
        return Arrays.stream(Maker.values())
                .filter(maker -> Arrays.equals(maker.prefix, prefix))
                .findFirst();
    }

    private static Optional<AccountId> readAccount(ByteBuffer in) {
        long number = Byte.toUnsignedLong(in.get()) << 32 | Integer.toUnsignedLong(in.getInt());
        String digits = "0".repeat(12) + number;
        return number < 1_000_000_000_000L
                ? Optional.of(new AccountId(digits.substring(digits.length() - 12)))
                : Optional.empty();
    }

    private static Optional<Region> readRegion(ByteBuffer in) {
        int length = Byte.toUnsignedInt(in.get());
        if (length > in.remaining()) {
            return Optional.empty();
        }
        return Optional.of(new String(take(in, length), StandardCharsets.ISO_8859_1))
                .filter(Region::isValid)
                .map(Region::new);
    }

    private static byte[] keyIdBytes(KeyId keyId) {
        String hex = keyId.isMultiRegion()
                ? keyId.value().substring(4)
                : keyId.value().replace("-", "");
        return HexFormat.of().parseHex(hex);
    }

    private static Optional<KeyId> readKeyId(ByteBuffer in) {
        byte kind = in.get();
        String hex = HexFormat.of().formatHex(take(in, KEY_ID_BYTES));
        return switch (kind) {
            case SINGLE_REGION ->
                Optional.of(new KeyId(String.join(
                        "-",
                        hex.substring(0, 8),
                        hex.substring(8, 12),
                        hex.substring(12, 16),
                        hex.substring(16, 20),
                        hex.substring(20))));
            case MULTI_REGION -> Optional.of(new KeyId("mrk-" + hex));
            default -> Optional.empty();
        };
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
