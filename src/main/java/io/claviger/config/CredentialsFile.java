package io.claviger.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The administrator's access key in the form of an AWS credentials file, readable by its owner alone. */
final class CredentialsFile {
    private final Path path;

    CredentialsFile(Path dataDir) {
        this.path = dataDir.resolve("credentials").toAbsolutePath();
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    void write(String accessKeyId, String secretAccessKey) {
        String text =
                "[default]\naws_access_key_id = " + accessKeyId + "\naws_secret_access_key = " + secretAccessKey + "\n";
        try {
            Files.createDirectories(path.getParent());
            Files.deleteIfExists(path);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(path, text, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StartupException("The credentials file " + path + " cannot be written.", e);
        }
    }
}
