package io.claviger.storage.postgres;

import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.BlockFormatException;
import io.claviger.audit.chain.BlockHeader;
import io.claviger.common.BugException;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

@Entity
@Table(name = "audit_block")
@IdClass(BlockRow.Key.class)
class BlockRow {
    record Key(UUID chainId, long sequence) {}

    /** What {@link #tuple(Block)} fits. */
    static final String INSERT =
            "insert into audit_block (chain_id, sequence, header, signature, records, first_millis, last_millis)"
                    + " values ($1, $2, $3, $4, $5, $6, $7)";

    @Id
    @Column(name = "chain_id")
    UUID chainId;

    @Id
    @Column(name = "sequence")
    long sequence;

    @Column(name = "header")
    byte[] header;

    @Column(name = "signature")
    byte[] signature;

    @Column(name = "records")
    byte[] records;

    @Column(name = "first_millis")
    long firstMillis;

    @Column(name = "last_millis")
    long lastMillis;

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    BlockRow() {}

    static BlockRow of(Block block) {
        var row = new BlockRow();
        row.chainId = block.chainId();
        row.sequence = block.sequence();
        row.header = block.header();
        row.signature = block.signature();
        row.records = block.storedRecords();
        BlockHeader header = header(block);
        row.firstMillis = header.firstMillis();
        row.lastMillis = header.lastMillis();
        return row;
    }

    Block toBlock() {
        return Block.of(chainId, sequence, header, signature, records);
    }

    /** What is to be stored was sealed by this node, so its header is in order. */
    private static BlockHeader header(Block block) {
        try {
            return block.decodeHeader();
        } catch (BlockFormatException e) {
            throw new BugException("a block with a broken header was to be stored", e);
        }
    }

    static Tuple tuple(Block block) {
        BlockHeader header = header(block);
        return Tuple.of(
                        block.chainId(),
                        block.sequence(),
                        Buffer.buffer(block.header()),
                        Buffer.buffer(block.signature()),
                        Buffer.buffer(block.storedRecords()))
                .addLong(header.firstMillis())
                .addLong(header.lastMillis());
    }
}
