package io.claviger.config;

import io.claviger.crypto.RandomSource;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.rootkey.RootKey;
import io.claviger.rootkey.file.FileRootKey;
import io.claviger.rootkey.file.RootKeyFile;
import io.claviger.rootkey.file.RootKeyFileException;
import io.claviger.rootkey.file.RootKeys;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** The configured root key file. */
public final class RootKeySource {
    private final Path path;
    private final RootKeyFile file;
    private final OneTimeKeyAead aead;
    private final RandomSource random;

    /** What the file held when it was last read; the ids follow from the keys. */
    private volatile List<String> lastIds = List.of();

    RootKeySource(Path path, OneTimeKeyAead aead, RandomSource random) {
        this.path = path;
        this.file = new RootKeyFile(path, random);
        this.aead = aead;
        this.random = random;
    }

    static Path path(ClavigerConfig config) {
        return config.rootKey()
                .file()
                .orElse(config.dataDir().resolve("root.key"))
                .toAbsolutePath();
    }

    /**
     * The root keys of the file. Where there is none, one is made, but only for a database that holds no keys yet.
     *
     * @param isFirstStart whether the database holds no domain key
     */
    RootKey open(boolean isFirstStart) {
        if (!isFirstStart && !Files.exists(path)) {
            throw new StartupException("The root key file " + path
                    + " is missing, and the database holds keys that only it opens: put it back.");
        }
        if (isFirstStart) {
            makeDirectory();
        }
        try (RootKeys keys = isFirstStart ? file.loadOrCreate() : file.load()) {
            return use(keys);
        } catch (RootKeyFileException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Without an embedded database nobody else has made the data directory by now. */
    private void makeDirectory() {
        Path directory = path.getParent();
        try {
            if (!Files.exists(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new StartupException("The directory " + directory + " for the root key file cannot be made.", e);
        }
    }

    /**
     * The root keys as the file has them now; empty when they are what they were when it was last read. Reads the disk.
     * Fails with a {@link RootKeyFileException}.
     */
    public Optional<RootKey> reload() {
        try (RootKeys keys = file.load()) {
            return keys.ids().equals(lastIds) ? Optional.empty() : Optional.of(use(keys));
        }
    }

    private RootKey use(RootKeys keys) {
        RootKey rootKey = new FileRootKey(keys, aead, random, Infrastructure.getDefaultWorkerPool());
        lastIds = keys.ids();
        return rootKey;
    }
}
