package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads as much of the tar format (POSIX.1-1988 ustar) as the PostgreSQL archives use: plain files, directories and
 * symbolic links with short names. Anything else is refused.
 */
final class TarReader {
    private static final int BLOCK_BYTES = 512;

    enum Kind {
        FILE,
        DIRECTORY,
        LINK
    }

    /** One header. The content of a file, {@code sizeBytes} long, follows it. */
    record Entry(String name, Kind kind, int mode, long sizeBytes, String linkTarget) {
        boolean isProgram() {
            return (mode & 0111) != 0;
        }
    }

    private final InputStream stream;

    TarReader(InputStream stream) {
        this.stream = stream;
    }

    /** The next header, or nothing at the end. The content of a file must have been read. */
    Optional<Entry> next() throws IOException {
        byte[] header = block();
        if (Arrays.equals(header, new byte[BLOCK_BYTES])) {
            return Optional.empty();
        }
        if (!text(header, 257, 5).equals("ustar") || number(header, 148, 8) != checksum(header)) {
            throw new IOException("The tar archive is damaged");
        }
        String name = text(header, 0, 100);
        Kind kind = switch (header[156]) {
            case '0', 0 -> Kind.FILE;
            case '2' -> Kind.LINK;
            case '5' -> Kind.DIRECTORY;
            default -> throw new IOException("The tar archive holds an entry of an unknown kind: " + name);
        };
        // the magic of GNU tar ends in a blank, and what follows is no prefix of the name
        boolean hasPrefix = header[262] == 0 && header[345] != 0;
        return Optional.of(new Entry(
                hasPrefix ? text(header, 345, 155) + "/" + name : name,
                kind,
                (int) number(header, 100, 8),
                kind == Kind.FILE ? number(header, 124, 12) : 0,
                text(header, 157, 100)));
    }

    void copyContent(Entry entry, OutputStream target) throws IOException {
        long left = entry.sizeBytes();
        while (left > 0) {
            byte[] part = stream.readNBytes((int) Math.min(left, 1 << 16));
            if (part.length == 0) {
                throw new IOException("The tar archive ends early");
            }
            target.write(part);
            left -= part.length;
        }
        stream.skipNBytes((BLOCK_BYTES - entry.sizeBytes() % BLOCK_BYTES) % BLOCK_BYTES);
    }

    private byte[] block() throws IOException {
        byte[] block = stream.readNBytes(BLOCK_BYTES);
        if (block.length < BLOCK_BYTES) {
            throw new IOException("The tar archive ends early");
        }
        return block;
    }

    private static long checksum(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK_BYTES; i++) {
            // the field of the sum itself counts as blanks
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        return sum;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static long number(byte[] header, int from, int length) throws IOException {
        String digits = text(header, from, length).strip();
        if (!digits.matches("[0-7]{1,12}")) {
            throw new IOException("The tar archive is damaged");
        }
        return Long.parseLong(digits, 8);
    }
}
