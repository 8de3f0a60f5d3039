package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The passwords of the superuser and of the application's role. They lie in a file of mode 0600; whoever may read it
 * may read the data directory as well. They are strings because the database clients take nothing else.
 */
record Credentials(String superuserPassword, String applicationPassword) {
    private static final String SUPERUSER = "postgres=";
    private static final String APPLICATION = EmbeddedPostgres.ROLE + "=";
    private static final int LENGTH_BYTES = 32;

    static Credentials random() {
        var random = new SecureRandom();
        return new Credentials(password(random), password(random));
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[LENGTH_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Reads the file; a missing or incomplete one is absent. */
    static Optional<Credentials> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        return value(lines, SUPERUSER)
                .flatMap(superuser ->
                        value(lines, APPLICATION).map(application -> new Credentials(superuser, application)));
    }

    private static Optional<String> value(List<String> lines, String prefix) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                // INVARIANT: only hex digits reach SQL.
                .filter(value -> value.matches("[0-9a-f]{32,}"))
                .findFirst();
    }

    void write(Path file) throws IOException {
        FileTree.write(file, SUPERUSER + superuserPassword + "\n" + APPLICATION + applicationPassword + "\n");
    }

    @Override
    public String toString() {
        return "Credentials[secret]";
    }
}
