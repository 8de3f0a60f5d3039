package io.claviger.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.claviger.audit.GroupCommitter;
import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.BlockFormatException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The audit records that the running service has written, read from its database. */
@Singleton
public final class AuditLog {
    private final AgroalDataSource database;
    private final GroupCommitter journal;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, List<JsonNode>> byRequest = new LinkedHashMap<>();
    private long nextSequence = Long.MIN_VALUE;

    AuditLog(AgroalDataSource database, GroupCommitter journal) {
        this.database = database;
        this.journal = journal;
    }

    /** The records with that request id, in the order in which they were written. */
    public synchronized List<JsonNode> of(String requestId) {
        read();
        return List.copyOf(byRequest.getOrDefault(requestId, List.of()));
    }

    /** How many records there are by now. */
    public synchronized int size() {
        read();
        return byRequest.values().stream().mapToInt(List::size).sum();
    }

    private void read() {
        UUID chain = journal.chainId();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("select sequence, header, signature, records"
                        + " from audit_block where chain_id = ? and sequence >= ? order by sequence")) {
            query.setObject(1, chain);
            query.setLong(2, nextSequence);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    add(Block.of(chain, rows.getLong(1), rows.getBytes(2), rows.getBytes(3), rows.getBytes(4)));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(Block block) {
        try {
            for (byte[] bytes : block.records()) {
                JsonNode record = json.readTree(bytes);
                byRequest
                        .computeIfAbsent(record.path("requestID").asText(), id -> new ArrayList<>())
                        .add(record);
            }
        } catch (BlockFormatException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        nextSequence = block.sequence() + 1;
    }
}
