package io.claviger.storage.postgres.embedded;

import io.claviger.storage.postgres.embedded.Platform.OperatingSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Where the server's programs, data and log lie, and the account that it runs under.
 *
 * <p>That is {@code <dataDir>/postgres}. Only when Claviger runs as root and the account that PostgreSQL is given
 * cannot reach or own that directory (a parent with mode 0700, a mount without owners) it is
 * {@code /var/lib/claviger-<random>}, and {@code <dataDir>/postgres/location} names it. What exists is never moved, and
 * never replaced by an empty database.
 */
record ServerHome(Path directory, ServerUser user) {
    private static final Logger LOG = Logger.getLogger(ServerHome.class);
    private static final String FORBIDDEN = "\"$`\\\n\r";

    Path data() {
        return directory.resolve("data");
    }

    Path binaries() {
        return directory.resolve("bin-" + EmbeddedPostgres.VERSION);
    }

    Path logFile() {
        return directory.resolve("log").resolve("postgres.log");
    }

    /** A name that the titles of all processes of this server bear. */
    String clusterName() {
        return "claviger-" + Integer.toHexString(directory.toString().hashCode());
    }

    /**
     * Finds or chooses the place.
     *
     * @param settings {@code <dataDir>/postgres} as a real path, which this process has made or owns
     * @param fallbackParent where a home is made if {@code settings} cannot be one
     */
    static ServerHome place(Path settings, Path fallbackParent) throws IOException {
        boolean isRoot = ServerUser.isRoot();
        if (isRoot && Platform.current().operatingSystem() == OperatingSystem.DARWIN) {
            throw new EmbeddedPostgresException("PostgreSQL does not run as root: start Claviger as an ordinary user.");
        }
        Path pointer = settings.resolve("location");
        Optional<Path> elsewhere = read(pointer);
        Path directory = elsewhere.orElse(settings);
        if (elsewhere.isPresent()) {
            requireOnlyPlace(settings, pointer, directory);
        }
        ServerHome home;
        if (Files.exists(directory.resolve("data"))) {
            home = existing(directory, isRoot);
        } else if (!isRoot) {
            home = new ServerHome(directory, ServerUser.ourselves(settings));
        } else {
            home = fresh(settings, elsewhere, fallbackParent);
        }
        requireQuotable(home.directory);
        return home;
    }

    private static Optional<Path> read(Path pointer) throws IOException {
        return Files.exists(pointer)
                ? Optional.of(Path.of(
                        Files.readString(pointer, StandardCharsets.UTF_8).strip()))
                : Optional.empty();
    }

    private static void requireOnlyPlace(Path settings, Path pointer, Path elsewhere) {
        if (Files.exists(settings.resolve("data"))) {
            throw new EmbeddedPostgresException("There are two databases, " + settings.resolve("data") + " and "
                    + elsewhere.resolve("data") + ": remove the wrong one, or the file " + pointer + ".");
        }
        if (!Files.exists(elsewhere)) {
            throw new EmbeddedPostgresException("The database lay in " + elsewhere
                    + ", which is gone or cannot be reached: bring it back, or delete " + pointer
                    + " to begin with an empty database.");
        }
    }

    private static ServerHome existing(Path directory, boolean isRoot) throws IOException {
        Path data = directory.resolve("data");
        ServerUser owner = ServerUser.ownerOf(data, isRoot);
        if (!isRoot) {
            requireOwn(data, owner);
            return new ServerHome(directory, owner);
        }
        if (owner.uid() == 0) {
            // a copy made by root, for instance a restored backup
            owner = ServerUser.forRoot();
            FileTree.give(data, owner);
        }
        if (!owner.mayReach(directory)) {
            throw new EmbeddedPostgresException("The database in " + data + " belongs to user " + owner.uid()
                    + ", who cannot pass through the directories above it: allow that with chmod o+x.");
        }
        return new ServerHome(directory, owner);
    }

    private static void requireOwn(Path data, ServerUser owner) throws IOException {
        Path probe = Files.createTempFile("claviger", ".owner");
        try {
            int ourUid = ServerUser.ownerOf(probe, false).uid();
            if (ourUid != owner.uid()) {
                throw new EmbeddedPostgresException("The database in " + data + " belongs to user " + owner.uid()
                        + ", but Claviger runs as user " + ourUid + ": start it as that user or as root.");
            }
        } finally {
            Files.delete(probe);
        }
    }

    private static ServerHome fresh(Path settings, Optional<Path> elsewhere, Path fallbackParent) throws IOException {
        ServerUser user = ServerUser.forRoot();
        if (elsewhere.isPresent()) {
            return new ServerHome(elsewhere.get(), user);
        }
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rwx--x--x"));
        if (user.mayReach(settings) && user.mayOwnBelow(settings)) {
            return new ServerHome(settings, user);
        }
        Path directory = makeElsewhere(settings, user, fallbackParent);
        FileTree.write(settings.resolve("location"), directory + "\n");
        LOG.warnf(
                "PostgreSQL does not run as root, and user %d cannot reach or own files in %s: the database lies in %s.",
                user.uid(), settings, directory);
        return new ServerHome(directory, user);
    }

    private static Path makeElsewhere(Path settings, ServerUser user, Path parent) throws IOException {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        Path directory = parent.resolve("claviger-" + HexFormat.of().formatHex(random));
        if (Files.isDirectory(parent) && Files.isWritable(parent) && user.mayReach(parent.toRealPath())) {
            Files.createDirectory(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            if (user.mayOwnBelow(directory)) {
                return directory.toRealPath();
            }
            Files.delete(directory);
        }
        throw new EmbeddedPostgresException("PostgreSQL does not run as root, and user " + user.uid()
                + " can use neither " + settings + " nor a directory in " + parent
                + ": start Claviger as an ordinary user, or choose a data directory that all users may pass through.");
    }

    private static void requireQuotable(Path directory) {
        // initdb and pg_ctl hand these paths to a shell between double quotes
        if (directory.toString().chars().anyMatch(character -> FORBIDDEN.indexOf(character) >= 0)) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL cannot live in " + directory
                            + ": choose a data directory without quotes, dollar signs, backslashes and line breaks in its path.");
        }
    }
}
