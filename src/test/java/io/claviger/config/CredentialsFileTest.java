package io.claviger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsFileTest {
    @TempDir
    Path directory;

    private Path dataDir;
    private CredentialsFile file;

    @BeforeEach
    void begin() {
        dataDir = directory.resolve("deeper/data");
        file = new CredentialsFile(dataDir);
    }

    @Test
    void fileIsReadableByItsOwnerAlone() throws IOException {
        file.prepare("AKIAONE", "secret one");
        file.keep("AKIAONE");

        assertThat(file.exists()).isTrue();
        assertThat(Files.readString(file.path()))
                .isEqualTo("[default]\naws_access_key_id = AKIAONE\naws_secret_access_key = secret one\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactly("credentials");
    }

    @Test
    void preparedKeyIsReadableByItsOwnerAlone() throws IOException {
        Files.createDirectories(dataDir);
        Path stale = Files.writeString(dataDir.resolve("credentials.AKIAONE"), "readable by everybody");
        Files.setPosixFilePermissions(stale, PosixFilePermissions.fromString("rw-rw-rw-"));

        file.prepare("AKIAONE", "secret one");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stale)))
                .isEqualTo("rw-------");
        assertThat(file.exists()).isFalse();
    }

    @Test
    void keptKeyReplacesAnOlderFileAndItsPermissions() throws IOException {
        Files.createDirectories(dataDir);
        Files.writeString(file.path(), "old");
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));

        file.prepare("AKIAONE", "secret one");
        file.keep("AKIAONE");

        assertThat(Files.readString(file.path())).contains("AKIAONE");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void keysOfTwoNodesDoNotOverwriteEachOther() throws IOException {
        file.prepare("AKIAONE", "secret one");
        new CredentialsFile(dataDir).prepare("AKIATWO", "secret two");
        assertThat(file.preparedIds()).containsExactlyInAnyOrder("AKIAONE", "AKIATWO");

        file.keep("AKIAONE");
        new CredentialsFile(dataDir).discard("AKIATWO");

        assertThat(Files.readString(file.path())).contains("secret one");
        assertThat(file.preparedIds()).isEmpty();
    }

    @Test
    void nothingIsPreparedWhereThereIsNoDirectory() {
        assertThat(file.preparedIds()).isEmpty();
        assertThat(file.exists()).isFalse();
    }

    @Test
    void directoryThatCannotBeWrittenIsOneSentence() throws IOException {
        Files.createDirectories(dataDir.getParent());
        Files.writeString(dataDir, "not a directory");

        assertThatThrownBy(() -> file.prepare("AKIAONE", "secret one"))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageNotContaining("secret one");
    }

    private java.util.List<String> files() throws IOException {
        try (var all = Files.list(dataDir)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }
}
