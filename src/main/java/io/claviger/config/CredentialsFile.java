package io.claviger.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The administrator's access key in the form of an AWS credentials file, readable by its owner alone. A new key is first
 * {@link #prepare prepared} beside it, so that its secret is on disk before the key exists, and takes the file's name when
 * it does: another node that makes a key at the same moment never overwrites the one that counts.
 */
final class CredentialsFile {
    private static final String NAME = "credentials";

    private final Path directory;
    private final Path path;

    CredentialsFile(Path dataDir) {
        this.directory = dataDir.toAbsolutePath();
        this.path = directory.resolve(NAME);
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Writes the key beside the file. */
    void prepare(String accessKeyId, String secretAccessKey) {
        String text =
                "[default]\naws_access_key_id = " + accessKeyId + "\naws_secret_access_key = " + secretAccessKey + "\n";
        Path prepared = prepared(accessKeyId);
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(prepared);
            Files.createFile(
                    prepared, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(prepared, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new StartupException("The credentials file " + prepared + " cannot be written.", e);
        }
    }

    /** Access key ids that were prepared and neither kept nor discarded: a start was interrupted. */
    List<String> preparedIds() {
        List<String> ids = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, NAME + ".*")) {
                files.forEach(
                        file -> ids.add(directory.relativize(file).toString().substring(NAME.length() + 1)));
            } catch (IOException e) {
                throw new StartupException("The data directory " + directory + " cannot be read.", e);
            }
        }
        return ids;
    }

    /** Makes the prepared key the file. */
    void keep(String accessKeyId) {
        try {
            Files.move(
                    prepared(accessKeyId), path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StartupException("The credentials file " + path + " cannot be written.", e);
        }
    }

    /** Removes a prepared key that does not exist in the database. */
    void discard(String accessKeyId) {
        try {
            Files.deleteIfExists(prepared(accessKeyId));
        } catch (IOException e) {
            throw new StartupException("The file " + prepared(accessKeyId) + " cannot be removed.", e);
        }
    }

    private Path prepared(String accessKeyId) {
        return directory.resolve(NAME + "." + accessKeyId);
    }
}
