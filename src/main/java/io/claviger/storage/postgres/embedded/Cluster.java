package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The data directory. It is made aside, with role and database in it, and gets its name when it is complete; so a crash
 * leaves either a whole one or a rest that the next start throws away.
 */
final class Cluster {
    private static final Logger LOG = Logger.getLogger(Cluster.class);
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(5);
    private static final String ACCESS = """
            # Written by Claviger when it made this database.
            host %1$s %1$s 127.0.0.1/32 scram-sha-256
            host all postgres 127.0.0.1/32 scram-sha-256
            """.formatted(EmbeddedPostgres.ROLE);

    private final ServerHome home;
    private final Programs programs;
    private final Path credentialsFile;

    Cluster(ServerHome home, Programs programs, Path credentialsFile) {
        this.home = home;
        this.programs = programs;
        this.credentialsFile = credentialsFile;
    }

    /** Makes what is missing and returns the passwords that hold. No server may run on the directory. */
    Credentials prepare() throws IOException {
        Optional<Credentials> kept = Credentials.read(credentialsFile);
        if (!Files.exists(home.data())) {
            Credentials credentials = kept.orElseGet(Credentials::random);
            credentials.write(credentialsFile);
            create(credentials);
            return credentials;
        }
        requireVersion();
        return kept.isPresent() ? kept.get() : renewCredentials();
    }

    private void create(Credentials credentials) throws IOException {
        Path partial = home.directory().resolve("data.partial");
        FileTree.delete(partial);
        Files.createDirectory(
                partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (home.user().isSwitched()) {
            FileTree.give(partial, home.user());
        }
        initialize(partial);
        Files.writeString(
                partial.resolve("pg_hba.conf"),
                ACCESS,
                StandardCharsets.US_ASCII,
                StandardOpenOption.TRUNCATE_EXISTING);
        execute(
                partial,
                List.of(
                        "ALTER ROLE postgres PASSWORD '" + credentials.superuserPassword() + "'",
                        "CREATE ROLE " + EmbeddedPostgres.ROLE + " LOGIN PASSWORD '" + credentials.applicationPassword()
                                + "'",
                        "CREATE DATABASE " + EmbeddedPostgres.ROLE + " OWNER " + EmbeddedPostgres.ROLE,
                        "REVOKE ALL ON DATABASE " + EmbeddedPostgres.ROLE + " FROM PUBLIC"));
        // initdb and single-user mode would do it too, but one file after the other
        FileTree.sync(partial);
        FileTree.move(partial, home.data());
        LOG.infof("Made a new PostgreSQL database in %s.", home.data());
    }

    private void initialize(Path directory) throws IOException {
        // trust is never in force: pg_hba.conf is replaced before the server listens for the first time. initdb could
        // take the password from a file only, which would have to be readable for the server's account.
        Programs.Ended ended = programs.run(
                "initdb",
                List.of(
                        "--pgdata=" + directory,
                        "--username=postgres",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--data-checksums",
                        "--auth=trust",
                        "--no-sync",
                        "--no-instructions"),
                "",
                INITDB_LIMIT);
        if (!ended.isSuccess()) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL's initdb failed in " + directory + ": " + Programs.lastError(ended.output()));
        }
    }

    /** Runs statements in single-user mode, which needs neither a password nor a port. */
    private void execute(Path directory, List<String> statements) throws IOException {
        var arguments = new ArrayList<>(List.of("--single", "-D", directory.toString()));
        // the statements hold passwords: they must not show up in an error message
        for (String setting :
                List.of("exit_on_error=on", "log_min_error_statement=panic", "password_encryption=scram-sha-256")) {
            arguments.addAll(List.of("-c", setting));
        }
        arguments.add("postgres");
        Programs.Ended ended = programs.run("postgres", arguments, String.join("\n", statements) + "\n", INITDB_LIMIT);
        if (!ended.isSuccess()) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL could not make its roles in " + directory + ": " + Programs.lastError(ended.output()));
        }
    }

    private Credentials renewCredentials() throws IOException {
        Credentials credentials = Credentials.random();
        execute(
                home.data(),
                List.of(
                        "ALTER ROLE postgres PASSWORD '" + credentials.superuserPassword() + "'",
                        "ALTER ROLE " + EmbeddedPostgres.ROLE + " PASSWORD '" + credentials.applicationPassword()
                                + "'"));
        credentials.write(credentialsFile);
        LOG.warnf("The PostgreSQL passwords in %s were lost; made new ones.", credentialsFile);
        return credentials;
    }

    private void requireVersion() throws IOException {
        Path file = home.data().resolve("PG_VERSION");
        String found = Files.exists(file) ? Files.readString(file).strip() : "none";
        String major = EmbeddedPostgres.VERSION.substring(0, EmbeddedPostgres.VERSION.indexOf('.'));
        if (!found.equals(major)) {
            throw new EmbeddedPostgresException("The database in " + home.data() + " is of PostgreSQL version " + found
                    + ", this Claviger brings version " + major + ": move the data with dump and restore first.");
        }
    }
}
