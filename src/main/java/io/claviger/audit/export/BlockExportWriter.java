package io.claviger.audit.export;

import com.fasterxml.jackson.core.JsonGenerator;
import io.claviger.audit.chain.AuditPublicKey;
import io.claviger.audit.chain.Block;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;

/**
 * Writes an export: the header line at once, then a line per block. The caller gives the blocks of each chain by
 * sequence; chains may be interleaved. Streaming: keeps no block.
 */
public final class BlockExportWriter implements Closeable {
    private final JsonGenerator json;

    /** Does not take the stream over: {@link #close} flushes it and leaves it open. */
    public BlockExportWriter(OutputStream out, Collection<AuditPublicKey> keys) throws IOException {
        this.json = ExportFormat.JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeStringField(ExportFormat.FORMAT, ExportFormat.NAME);
        json.writeNumberField(ExportFormat.VERSION_MEMBER, ExportFormat.VERSION);
        json.writeObjectFieldStart(ExportFormat.KEYS);
        for (AuditPublicKey key : keys) {
            json.writeBinaryField(key.id().hex(), key.toSpki());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    public void write(Block block) throws IOException {
        json.writeStartObject();
        json.writeStringField(ExportFormat.CHAIN, block.chainId().toString());
        json.writeNumberField(ExportFormat.SEQUENCE, block.sequence());
        json.writeBinaryField(ExportFormat.HEADER, block.header());
        json.writeBinaryField(ExportFormat.SIGNATURE, block.signature());
        json.writeBinaryField(ExportFormat.RECORDS, block.storedRecords());
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
