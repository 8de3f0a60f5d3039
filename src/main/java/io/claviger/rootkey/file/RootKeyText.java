package io.claviger.rootkey.file;

import io.claviger.common.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The text of a root key file: a line {@code claviger-root-key-v1 <id> <base64>} per key, exactly one space between
 * the parts, the primary first; empty lines and lines that start with {@code #} mean nothing. The id has 32 hex digits,
 * the key 32 bytes, so a line has 98 characters. Keys are never held as a String.
 */
final class RootKeyText {
    private static final String PREFIX = "claviger-root-key-v1 ";
    private static final int ID_LENGTH = 32;
    private static final int KEY_FROM = PREFIX.length() + ID_LENGTH + 1;
    private static final int LINE_LENGTH = KEY_FROM + 44;
    private static final byte[] COMMENT =
            "# Claviger root keys; the first one wraps. Who reads this file can decrypt the database, who loses it cannot.\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private RootKeyText() {}

    /**
     * The keys of this text, the caller's to close.
     *
     * @throws RootKeyFileException naming the line that is wrong, never its content
     */
    static RootKeys parse(byte[] text) {
        RootKeys keys = new RootKeys();
        try {
            int lineNumber = 0;
            int from = 0;
            while (from < text.length) {
                int to = endOfLine(text, from);
                lineNumber++;
                int end = to > from && text[to - 1] == '\r' ? to - 1 : to;
                readLine(Arrays.copyOfRange(text, from, end), "line " + lineNumber, keys);
                from = to + 1;
            }
            if (keys.secrets().isEmpty()) {
                throw new RootKeyFileException("it holds no key");
            }
            return keys;
        } catch (RootKeyFileException e) {
            keys.close();
            throw e;
        }
    }

    private static int endOfLine(byte[] text, int from) {
        int to = from;
        while (to < text.length && text[to] != '\n') {
            to++;
        }
        return to;
    }

    private static void readLine(byte[] line, String where, RootKeys keys) {
        try {
            if (line.length > 0 && line[0] != '#') {
                readKey(line, where, keys);
            }
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    private static void readKey(byte[] line, String where, RootKeys keys) {
        if (line.length != LINE_LENGTH
                || !ascii(line, 0, PREFIX.length()).equals(PREFIX)
                || line[KEY_FROM - 1] != ' ') {
            throw new RootKeyFileException(where + " is not \"" + PREFIX + "<id> <base64>\"");
        }
        String id = ascii(line, PREFIX.length(), KEY_FROM - 1);
        SecretBytes secret = decode(line, where);
        if (!RootKeys.idOf(secret).equals(id)) {
            secret.close();
            throw new RootKeyFileException("the key in " + where + " does not belong to its id");
        }
        if (keys.secrets().putIfAbsent(id, secret) != null) {
            secret.close();
            throw new RootKeyFileException(where + " repeats a key");
        }
    }

    private static SecretBytes decode(byte[] line, String where) {
        byte[] encoded = Arrays.copyOfRange(line, KEY_FROM, LINE_LENGTH);
        try {
            SecretBytes secret = SecretBytes.owning(Base64.getDecoder().decode(encoded));
            if (secret.lengthBytes() == RootKeys.KEY_BYTES) {
                return secret;
            }
            secret.close();
        } catch (IllegalArgumentException e) {
            // not kept as a cause: its message quotes a character of the key
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
        throw new RootKeyFileException(where + " does not hold " + RootKeys.KEY_BYTES + " bytes in base64");
    }

    /** The text of these keys, the caller's to wipe. */
    static byte[] format(RootKeys keys) {
        ByteBuffer out = ByteBuffer.allocate(COMMENT.length + keys.secrets().size() * (LINE_LENGTH + 1));
        out.put(COMMENT);
        keys.secrets().forEach((id, secret) -> {
            byte[] bytes = secret.reveal();
            byte[] encoded = Base64.getEncoder().encode(bytes);
            out.put((PREFIX + id + " ").getBytes(StandardCharsets.US_ASCII))
                    .put(encoded)
                    .put((byte) '\n');
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(encoded, (byte) 0);
        });
        return out.array();
    }

    private static String ascii(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
