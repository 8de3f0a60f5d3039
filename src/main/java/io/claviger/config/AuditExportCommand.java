package io.claviger.config;

import io.claviger.audit.chain.AuditPublicKey;
import io.claviger.audit.chain.Block;
import io.claviger.audit.export.BlockExportWriter;
import io.smallrye.config.SmallRyeConfig;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * {@code audit export DIRECTORY}: writes the whole journal and the audit public keys to a directory, from the configured
 * database or the embedded one, whether the service runs or not.
 */
final class AuditExportCommand {
    private static final int FETCH_SIZE = 500;

    private AuditExportCommand() {}

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length != 1) {
            err.println("usage: audit export DIRECTORY");
            return 2;
        }
        Path directory = Path.of(arguments[0]);
        try (Connection connection = connect()) {
            Files.createDirectories(directory);
            List<AuditPublicKey> keys = keys(connection);
            for (AuditPublicKey key : keys) {
                Files.writeString(directory.resolve("audit-key-" + key.id() + ".pem"), key.toPem());
            }
            Path file = directory.resolve("audit.jsonl");
            long blocks;
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file));
                    BlockExportWriter writer = new BlockExportWriter(stream, keys)) {
                blocks = export(connection, writer);
            }
            out.println("exported " + blocks + " blocks to " + file);
            return 0;
        } catch (SQLException | IOException e) {
            err.println("the journal cannot be exported: " + e.getMessage());
            return 2;
        } finally {
            DatabaseSettings.release();
        }
    }

    private static Connection connect() throws SQLException {
        SmallRyeConfig config = DatabaseSettings.settings();
        DatabaseSettings.Jdbc jdbc = DatabaseSettings.jdbc(config);
        return DriverManager.getConnection(jdbc.url(), jdbc.user(), jdbc.password());
    }

    private static List<AuditPublicKey> keys(Connection connection) throws SQLException {
        List<AuditPublicKey> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select public_key from audit_key order by created_at")) {
            while (rows.next()) {
                keys.add(AuditPublicKey.ofSpki(rows.getBytes(1)));
            }
        }
        return keys;
    }

    private static long export(Connection connection, BlockExportWriter writer) throws SQLException, IOException {
        // one transaction, so that the export is the journal of one moment, read in pieces
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        long blocks = 0;
        try (PreparedStatement statement = connection.prepareStatement(
                "select chain_id, sequence, header, signature, records from audit_block order by chain_id, sequence")) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    writer.write(Block.of(
                            rows.getObject(1, UUID.class),
                            rows.getLong(2),
                            rows.getBytes(3),
                            rows.getBytes(4),
                            rows.getBytes(5)));
                    blocks++;
                }
            }
        }
        return blocks;
    }
}
