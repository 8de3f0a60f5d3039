package io.claviger.storage.postgres;

import io.claviger.audit.chain.Block;
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
            "insert into audit_block (chain_id, sequence, header, signature, records)" + " values ($1, $2, $3, $4, $5)";

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

    @SuppressWarnings("NullAway.Init") // Hibernate fills it
    BlockRow() {}

    static BlockRow of(Block block) {
        var row = new BlockRow();
        row.chainId = block.chainId();
        row.sequence = block.sequence();
        row.header = block.header();
        row.signature = block.signature();
        row.records = block.storedRecords();
        return row;
    }

    Block toBlock() {
        return Block.of(chainId, sequence, header, signature, records);
    }

    static Tuple tuple(Block block) {
        return Tuple.of(
                block.chainId(),
                block.sequence(),
                Buffer.buffer(block.header()),
                Buffer.buffer(block.signature()),
                Buffer.buffer(block.storedRecords()));
    }
}
