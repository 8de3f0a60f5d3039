package io.claviger.audit.chain;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stored form of a block's records: each preceded by its length in four bytes, the whole as one zlib stream
 * (RFC 1950). Never decompresses more than it was told to.
 */
final class RecordFrames {
    private RecordFrames() {}

    /** The records up to the first unreadable byte, and what is wrong there ({@code null} if all is well). */
    record Reading(List<byte[]> records, @Nullable String problem) {
        Reading {
            records = List.copyOf(records);
        }

        /** What these records took before compression. */
        long framedLengthBytes() {
            return records.stream().mapToLong(BlockLimits::framedLengthBytes).sum();
        }
    }

    private record Inflated(byte[] bytes, @Nullable String problem) {}

    /** Reads a stream that may give {@code maxLengthBytes} at most; it may be shorter. */
    static Reading read(byte[] stored, int maxLengthBytes) {
        if (stored.length > BlockLimits.MAX_STORED_LENGTH_BYTES
                || maxLengthBytes < 0
                || maxLengthBytes > BlockLimits.MAX_FRAMED_LENGTH_BYTES) {
            return new Reading(List.of(), "larger than a block may be");
        }
        Inflated inflated = inflate(stored, maxLengthBytes);
        List<byte[]> records = new ArrayList<>();
        String problem = split(inflated.bytes(), records);
        return new Reading(records, inflated.problem() == null ? problem : inflated.problem());
    }

    private static Inflated inflate(byte[] stored, int maxLengthBytes) {
        // One byte more than allowed: a longer stream shows itself without being decompressed any further.
        byte[] out = new byte[maxLengthBytes + 1];
        int length = 0;
        String problem = null;
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(stored);
            int got = -1;
            while (got != 0 && length < out.length) {
                got = inflater.inflate(out, length, out.length - length);
                length += got;
            }
            if (length > maxLengthBytes) {
                problem = "longer than it may be";
            } else if (!inflater.finished()) {
                problem = "the compressed stream is cut off";
            } else if (inflater.getRemaining() != 0) {
                problem = "bytes after the compressed stream";
            }
        } catch (DataFormatException e) {
            problem = "the compressed stream is damaged";
        }
        return new Inflated(Arrays.copyOf(out, Math.min(length, maxLengthBytes)), problem);
    }

    private static @Nullable String split(byte[] framed, List<byte[]> records) {
        ByteBuffer in = ByteBuffer.wrap(framed);
        while (in.hasRemaining()) {
            if (records.size() == BlockLimits.MAX_RECORDS) {
                return "more records than a block may have";
            }
            if (in.remaining() < BlockLimits.LENGTH_PREFIX_BYTES) {
                return "a record's length is cut off";
            }
            int length = in.getInt();
            if (!BlockLimits.isRecordLength(length) || length > in.remaining()) {
                return "a record's length is impossible";
            }
            byte[] record = new byte[length];
            in.get(record);
            records.add(record);
        }
        return null;
    }
}
