package io.claviger.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service under test with its embedded PostgreSQL, one key in it, and the requests to send it. */
final class Claviger implements AutoCloseable {
    private static final int REQUESTS = 2_000;
    private static final int PREPARING_CONNECTIONS = 16;
    private static final List<String> TABLES = List.of("kms_key", "key_material");
    private static final String ACCESS_KEY_ID = "AKIABENCHBENCHBENCH2";

    private final Server server;
    private final Signer signer;
    private final String keyId;
    private final List<String> decrypts;
    private final int answerBytes;

    private Claviger(Server server, Signer signer) throws IOException {
        this.server = server;
        this.signer = signer;
        this.keyId = newKey();
        this.decrypts = decrypts(keyId);
        this.answerBytes = call("Decrypt", decrypts.getFirst()).length();
    }

    static Claviger start(Path app, Path directory, List<String> javaOptions) throws IOException, InterruptedException {
        byte[] random = new byte[30];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().encodeToString(random);
        Server server = Server.start(
                "claviger",
                app,
                directory,
                javaOptions,
                Map.of(
                        "CLAVIGER_DATA_DIR",
                        directory.resolve("data").toString(),
                        "CLAVIGER_REGIONS",
                        "us-east-1",
                        "CLAVIGER_BOOTSTRAP_ACCESS_KEY_ID",
                        ACCESS_KEY_ID,
                        "CLAVIGER_BOOTSTRAP_SECRET_ACCESS_KEY",
                        secret));
        try {
            return new Claviger(server, new Signer(ACCESS_KEY_ID, secret, "us-east-1"));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    Server server() {
        return server;
    }

    /** The length of a Decrypt's answer. */
    int answerBytes() {
        return answerBytes;
    }

    /** A new key with the default policy; its id. */
    String newKey() throws IOException {
        return member("KeyId", call("CreateKey", "{}"));
    }

    /** The bodies of calls of Decrypt for ciphertexts under the key. */
    List<String> decrypts(String key) throws IOException {
        List<String> dataKeys = Load.once(server.address(), dataKeyRequests(key), PREPARING_CONNECTIONS);
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            bodies.add("{\"CiphertextBlob\":\"" + member("CiphertextBlob", dataKeys.get(i)) + "\"," + context(i) + "}");
        }
        return bodies;
    }

    /** Freshly signed. */
    List<ByteBuffer> dataKeyRequests() {
        return dataKeyRequests(keyId);
    }

    private List<ByteBuffer> dataKeyRequests(String key) {
        List<ByteBuffer> requests = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            requests.add(sign(
                    "GenerateDataKey", "{\"KeyId\":\"" + key + "\",\"KeySpec\":\"AES_256\"," + context(i) + "}"));
        }
        return requests;
    }

    /** Freshly signed. */
    List<ByteBuffer> decryptRequests() {
        return decryptRequests(decrypts);
    }

    List<ByteBuffer> decryptRequests(List<String> bodies) {
        return bodies.stream().map(body -> sign("Decrypt", body)).toList();
    }

    private static String context(int i) {
        return "\"EncryptionContext\":{\"order\":\"" + i + "\"}";
    }

    private ByteBuffer sign(String operation, String body) {
        return signer.request(server.host(), operation, body, Instant.now());
    }

    String call(String operation, String body) throws IOException {
        return Load.once(server.address(), List.of(sign(operation, body)), 1).getFirst();
    }

    static String member(String name, String json) throws IOException {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        if (!matcher.find()) {
            throw new IOException("no " + name + " in " + json);
        }
        return matcher.group(1);
    }

    /** CPU seconds of the database server and all its processes. */
    double databaseCpuSeconds() throws IOException {
        Path file = server.directory().resolve("data/postgres/data/postmaster.pid");
        return Cpu.secondsWithChildren(
                Long.parseLong(Files.readAllLines(file).getFirst().strip()));
    }

    /** Copies the key under that many other ids. The copies are whole rows, but no call can use them. */
    void addKeys(int count) throws IOException, SQLException {
        try (Connection database = database()) {
            for (String table : TABLES) {
                copy(database, table, count);
            }
            settle(database);
        }
    }

    void removeKeys() throws IOException, SQLException {
        try (Connection database = database()) {
            for (String table : TABLES) {
                try (PreparedStatement delete =
                        database.prepareStatement("delete from " + table + " where key_id <> ?")) {
                    delete.setString(1, keyId);
                    delete.executeUpdate();
                }
            }
            settle(database);
        }
    }

    /** So that nothing of it is left to do in the next minutes. */
    private static void settle(Connection database) throws SQLException {
        try (Statement statement = database.createStatement()) {
            for (String table : TABLES) {
                statement.execute("vacuum analyze " + table);
            }
        }
    }

    private void copy(Connection database, String table, int count) throws SQLException {
        String others = "";
        try (PreparedStatement columns =
                database.prepareStatement("select string_agg(quote_ident(column_name), ', ' order by ordinal_position)"
                        + " from information_schema.columns where table_name = ? and column_name <> 'key_id'")) {
            columns.setString(1, table);
            try (var rows = columns.executeQuery()) {
                rows.next();
                others = rows.getString(1);
            }
        }
        // the same ids in both tables
        try (PreparedStatement insert = database.prepareStatement("insert into " + table + " (key_id, " + others
                + ") select md5('copy ' || n)::uuid::text, " + others + " from " + table
                + ", generate_series(1, ?) n where key_id = ?")) {
            insert.setInt(1, count);
            insert.setString(2, keyId);
            insert.executeUpdate();
        }
    }

    Connection database() throws IOException, SQLException {
        Path home = server.directory().resolve("data/postgres");
        String port = Files.readString(home.resolve("port")).strip();
        String password = Files.readAllLines(home.resolve("credentials")).stream()
                .filter(line -> line.startsWith("claviger="))
                .map(line -> line.substring("claviger=".length()))
                .findFirst()
                .orElseThrow(() -> new IOException("no password for the database"));
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/claviger", "claviger", password);
    }

    @Override
    public void close() {
        server.close();
    }
}
