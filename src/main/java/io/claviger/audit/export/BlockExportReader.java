package io.claviger.audit.export;

import io.claviger.audit.chain.AuditPublicKey;
import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.BlockHeader;
import io.claviger.audit.chain.BlockLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads an export line by line. Total: a file is either read as written or refused with an
 * {@link ExportFormatException} that names the line; memory is that of one block. What it returns is not verified.
 */
public final class BlockExportReader {
    private final BoundedLines lines;
    private final Set<AuditPublicKey> keys;

    /** Reads the header line. The stream stays the caller's to close. */
    public BlockExportReader(InputStream in) throws IOException, ExportFormatException {
        this.lines = new BoundedLines(in, ExportFormat.MAX_LINE_LENGTH_BYTES);
        byte[] first = lines.next().orElseThrow(() -> new ExportFormatException(1, "the file is empty"));
        this.keys = Set.copyOf(parse(first, BlockExportReader::header));
    }

    /** The keys that the export names: a convenience of its writer, and no reason to trust them. */
    public Set<AuditPublicKey> keys() {
        return keys;
    }

    /** The next block; empty at the end of the file. */
    public Optional<Block> next() throws IOException, ExportFormatException {
        Optional<byte[]> line = lines.next();
        return line.isEmpty() ? Optional.empty() : Optional.of(parse(line.get(), BlockExportReader::block));
    }

    private interface LineShape<T> {
        T read(LineParser line) throws IOException, ExportFormatException;
    }

    /** The line is in memory already: what the parser calls an input failure is one of form. */
    private <T> T parse(byte[] text, LineShape<T> shape) throws ExportFormatException {
        try (LineParser line = new LineParser(text, lines.number())) {
            line.start();
            T value = shape.read(line);
            line.end();
            return value;
        } catch (IOException e) {
            throw new ExportFormatException(lines.number(), "not the JSON that it should be", e);
        } catch (IllegalArgumentException e) {
            throw new ExportFormatException(lines.number(), "names something that is not an audit key", e);
        }
    }

    private static Set<AuditPublicKey> header(LineParser line) throws IOException, ExportFormatException {
        if (!line.text(ExportFormat.FORMAT).equals(ExportFormat.NAME)) {
            throw new ExportFormatException(1, "not an audit export");
        }
        if (line.number(ExportFormat.VERSION_MEMBER) != ExportFormat.VERSION) {
            throw new ExportFormatException(1, "a version of the export format that is not known here");
        }
        Set<AuditPublicKey> keys = new LinkedHashSet<>();
        line.startObject(ExportFormat.KEYS);
        for (String id = line.nextName(); id != null; id = line.nextName()) {
            AuditPublicKey key = AuditPublicKey.ofSpki(line.bytesHere(64));
            if (!key.id().hex().equals(id) || keys.size() == ExportFormat.MAX_KEYS) {
                throw new ExportFormatException(1, "a key under another key's id, or too many keys");
            }
            keys.add(key);
        }
        return keys;
    }

    private static Block block(LineParser line) throws IOException, ExportFormatException {
        UUID chainId = line.uuid(ExportFormat.CHAIN);
        long sequence = line.number(ExportFormat.SEQUENCE);
        byte[] header = line.bytes(ExportFormat.HEADER, BlockHeader.MAX_LENGTH_BYTES);
        byte[] signature = line.bytes(ExportFormat.SIGNATURE, Block.SIGNATURE_LENGTH_BYTES);
        byte[] records = line.bytes(ExportFormat.RECORDS, BlockLimits.MAX_STORED_LENGTH_BYTES);
        return Block.of(chainId, sequence, header, signature, records);
    }
}
