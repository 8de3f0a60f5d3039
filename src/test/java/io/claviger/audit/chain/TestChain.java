package io.claviger.audit.chain;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.Deflater;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Seeded chains, and what somebody with write access to the database, but not to the audit key, can do to them. */
public final class TestChain {
    public static final Provider PROVIDER = new BouncyCastleProvider();
    public static final long TIME = 1_767_225_600_000L;

    /** Key pairs of RFC 8032, section 7.1, TEST 1 and TEST 2. */
    public static final AuditPublicKey KEY =
            publicKey("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    public static final AuditPublicKey OTHER_KEY =
            publicKey("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    public static final PrivateKey PRIVATE =
            privateKey("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    public static final PrivateKey OTHER_PRIVATE =
            privateKey("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");

    private TestChain() {}

    public static UUID chainId(int number) {
        return new UUID(0x1234_5678_9abc_4defL, 0x8000_0000_0000_0000L + number);
    }

    public static BlockSigner signer() {
        return new BlockSigner(PRIVATE, KEY, PROVIDER);
    }

    /** Records as the journal's are: JSON, each different. */
    public static List<byte[]> records(Random random, int count) {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = "{\"eventName\":\"Decrypt\",\"eventID\":\"" + new UUID(random.nextLong(), random.nextLong())
                    + "\",\"requestParameters\":{\"encryptionContext\":{\"n\":\"" + "x".repeat(random.nextInt(40))
                    + "\"}}}";
            records.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return records;
    }

    /** Blocks with one to six records each, one second apart. */
    public static List<Block> blocks(UUID chainId, long seed, int count) {
        Random random = new Random(seed);
        List<Block> blocks = new ArrayList<>();
        ChainHead head = ChainHead.start(chainId);
        try (BlockSealer sealer = new BlockSealer(signer())) {
            for (int i = 0; i < count; i++) {
                long time = TIME + 1000L * i;
                SealedBlock sealed = sealer.seal(head, records(random, 1 + random.nextInt(6)), time, time + 900);
                blocks.add(sealed.block());
                head = sealed.head();
            }
        }
        return blocks;
    }

    public static Block sealed(UUID chainId, List<byte[]> records) {
        try (BlockSealer sealer = new BlockSealer(signer())) {
            return sealer.seal(ChainHead.start(chainId), records, TIME, TIME).block();
        }
    }

    public static ChainHead head(List<Block> blocks) {
        Block last = blocks.getLast();
        return new ChainHead(last.chainId(), last.sequence(), last.hash());
    }

    public static ChainReport verify(List<Block> blocks) {
        return verify(blocks, Expectations.NONE);
    }

    public static ChainReport verify(List<Block> blocks, Expectations expectations) {
        ChainVerifier verifier = new ChainVerifier(List.of(KEY), PROVIDER, expectations);
        blocks.forEach(verifier::accept);
        return verifier.finish();
    }

    /** The same header and signature over other records, compressed anew. */
    public static Block withRecords(Block block, List<byte[]> records) {
        return withStored(block, compress(frame(records), Deflater.BEST_SPEED));
    }

    public static Block withStored(Block block, byte[] stored) {
        return Block.of(block.chainId(), block.sequence(), block.header(), block.signature(), stored);
    }

    public static Block withHeader(Block block, byte[] header) {
        return Block.of(block.chainId(), block.sequence(), header, block.signature(), block.storedRecords());
    }

    public static Block withSignature(Block block, byte[] signature) {
        return Block.of(block.chainId(), block.sequence(), block.header(), signature, block.storedRecords());
    }

    public static Block filedAs(Block block, UUID chainId, long sequence) {
        return Block.of(chainId, sequence, block.header(), block.signature(), block.storedRecords());
    }

    public static byte[] frame(List<byte[]> records) {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        for (byte[] record : records) {
            framed.writeBytes(ByteBuffer.allocate(4).putInt(record.length).array());
            framed.writeBytes(record);
        }
        return framed.toByteArray();
    }

    public static byte[] compress(byte[] bytes, int level) {
        try (Deflater deflater = new Deflater(level)) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[bytes.length + bytes.length / 8 + 64];
            int length = deflater.deflate(out);
            return Arrays.copyOf(out, length);
        }
    }

    public static byte[] flip(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private static AuditPublicKey publicKey(String hex) {
        return AuditPublicKey.ofSpki(HexFormat.of().parseHex("302a300506032b6570032100" + hex));
    }

    private static PrivateKey privateKey(String hex) {
        try {
            byte[] encoded = HexFormat.of().parseHex("302e020100300506032b657004220420" + hex);
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
