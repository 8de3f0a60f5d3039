package io.claviger.audit.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Splits a stream into lines of limited length, each ended by a line feed, the last one too. */
final class BoundedLines {
    private final InputStream in;
    private final int maxLengthBytes;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long number;

    BoundedLines(InputStream in, int maxLengthBytes) {
        this.in = in;
        this.maxLengthBytes = maxLengthBytes;
    }

    /** The number of the line read last, from 1. */
    long number() {
        return number;
    }

    /** The next line without its line feed; empty at the end. Refuses a line that is too long or was cut off. */
    Optional<byte[]> next() throws IOException, ExportFormatException {
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (line.size() + (end - position) > maxLengthBytes) {
                throw new ExportFormatException(number, "longer than any block can be");
            }
            line.write(buffer, position, end - position);
            position = Math.min(end + 1, limit);
            if (end < limit) {
                return Optional.of(line.toByteArray());
            }
        }
        if (line.size() > 0) {
            throw new ExportFormatException(number, "the file is cut off inside the line");
        }
        return Optional.empty();
    }

    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer));
        }
        return limit > 0;
    }
}
