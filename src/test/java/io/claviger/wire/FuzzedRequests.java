package io.claviger.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.claviger.operation.OperationNames;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.WireRequest;
import io.claviger.testkit.WireSigner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Requests that were right before something happened to them. The same seed gives the same mischief. */
final class FuzzedRequests {
    private static final List<String> OPERATIONS =
            OperationNames.ALL.stream().sorted().toList();
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "alias/",
            "alias/aws/s3",
            "arn:aws:kms:::",
            "arn:aws:kms:us-east-1:000000000000:key/",
            "\u0000",
            "\ud83d\ude00",
            "\uffff",
            "%s%n${jndi:x}",
            "'; drop table kms_key; --",
            "../../etc/passwd",
            "mrk-00000000000000000000000000000000");

    private final ObjectMapper json = new ObjectMapper();
    private final Random random;
    private final List<WireRequest> right;

    FuzzedRequests(long seed, List<WireRequest> right) {
        this.random = new Random(seed);
        this.right = right;
    }

    WireRequest next(WireSigner signer) {
        WireRequest request = right.get(random.nextInt(right.size()));
        if (chance(80)) {
            request = request.withBody(chance(60) ? otherMember(request.body()) : otherBytes(request.body()));
        }
        if (chance(15)) {
            request = otherHeader(request);
        }
        if (chance(5)) {
            request = request.to("POST", "/?" + query());
        }
        if (chance(7)) {
            return request;
        }
        request = signer(signer).sign(request);
        return chance(15) ? damaged(request) : request;
    }

    private WireSigner signer(WireSigner signer) {
        if (chance(5)) {
            return signer.inRegion(ServiceProfile.OTHER_REGION);
        }
        return chance(3) ? signer.as(signer.accessKeyId(), "wrong") : signer;
    }

    // bodies

    private byte[] otherMember(byte[] body) {
        try {
            ObjectNode tree = (ObjectNode) json.readTree(body);
            List<String> names = new ArrayList<>();
            tree.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() || chance(10) ? "Extra" : names.get(random.nextInt(names.size()));
            if (chance(10)) {
                tree.remove(name);
            } else {
                put(tree, name);
            }
            return json.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void put(ObjectNode tree, String name) {
        switch (random.nextInt(12)) {
            case 0 -> tree.putNull(name);
            case 1 -> tree.put(name, random.nextInt());
            case 2 -> tree.put(name, random.nextLong());
            case 3 -> tree.put(name, random.nextDouble() * Math.pow(10, random.nextInt(300)));
            case 4 -> tree.put(name, random.nextBoolean());
            case 5 -> tree.put(name, TEXTS.get(random.nextInt(TEXTS.size())));
            case 6 -> tree.put(name, "x".repeat(random.nextInt(10_000)));
            case 7 -> tree.put(name, Base64.getEncoder().encodeToString(bytes(random.nextInt(7000))));
            case 8 ->
                tree.putArray(name).add(random.nextInt()).add("text").addNull().addObject();
            case 9 ->
                tree.putObject(name).put("KeyId", "x").put("purpose", "test").putNull("nothing");
            case 10 -> tree.put(name, new String(bytes(random.nextInt(60)), StandardCharsets.ISO_8859_1));
            default -> tree.put(name, (char) (0xd800 + random.nextInt(0x800)) + "half a pair");
        }
    }

    private byte[] otherBytes(byte[] body) {
        byte[] copy = body.clone();
        int at = random.nextInt(body.length + 1);
        return switch (random.nextInt(6)) {
            case 0 -> {
                if (at < copy.length) {
                    copy[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield copy;
            }
            case 1 -> Arrays.copyOf(copy, at);
            case 2 -> joined(Arrays.copyOf(copy, at), bytes(1 + random.nextInt(8)), copy);
            case 3 -> joined(copy, copy, new byte[0]);
            case 4 -> "[{".repeat(1 + random.nextInt(3000)).getBytes(StandardCharsets.US_ASCII);
            default -> bytes(random.nextInt(200));
        };
    }

    private static byte[] joined(byte[] first, byte[] second, byte[] third) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        all.writeBytes(third);
        return all.toByteArray();
    }

    // headers, before they are signed

    private WireRequest otherHeader(WireRequest request) {
        return switch (random.nextInt(6)) {
            case 0 ->
                request.changing(
                        "X-Amz-Target", target -> "TrentService." + OPERATIONS.get(random.nextInt(OPERATIONS.size())));
            case 1 -> request.changing("X-Amz-Target", target -> headerText());
            case 2 -> request.without("X-Amz-Target");
            case 3 -> request.changing("Content-Type", type -> headerText());
            case 4 -> request.with("X-Amz-" + random.nextInt(10), headerText());
            default -> request.with("Accept", headerText());
        };
    }

    /** Afterwards: the signature is over something else. */
    private WireRequest damaged(WireRequest request) {
        return switch (random.nextInt(7)) {
            case 0 -> request.changing("Authorization", value -> value.substring(0, random.nextInt(value.length())));
            case 1 ->
                request.changing("Authorization", value -> {
                    StringBuilder text = new StringBuilder(value);
                    text.setCharAt(random.nextInt(value.length()), (char) (33 + random.nextInt(94)));
                    return text.toString();
                });
            case 2 -> request.without("X-Amz-Date");
            case 3 -> request.changing("X-Amz-Date", date -> headerText());
            case 4 -> request.with("Authorization", headerText());
            case 5 -> request.with("X-Amz-Security-Token", headerText());
            default -> request.with("X-Amz-Target", headerText());
        };
    }

    private String headerText() {
        StringBuilder text = new StringBuilder("h");
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append((char) (chance(90) ? 33 + random.nextInt(94) : 0xa1 + random.nextInt(0x5e)));
        }
        return text.toString();
    }

    private String query() {
        StringBuilder text = new StringBuilder("a");
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append("abc=&%20%C3~.-_".charAt(random.nextInt(15)));
        }
        return text.toString().replaceAll("%(?![0-9A-F]{2})", "");
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
