package io.claviger.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.rootkey.RootKey;
import io.claviger.rootkey.file.RootKeyFile;
import io.claviger.rootkey.file.RootKeyFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RootKeySourceTest {
    @TempDir
    Path directory;

    private Path path;
    private RootKeySource source;
    private RootKeyFile file;

    @BeforeEach
    void begin() {
        path = directory.resolve("root.key");
        source = new RootKeySource(path, new OneTimeKeyAead(), new SystemRandom());
        file = new RootKeyFile(path, new SystemRandom());
    }

    @Test
    void firstStartMakesAFileForItsOwnerAlone() throws IOException {
        RootKey rootKey = source.open(true);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(rootKey.knownIds()).containsExactly(rootKey.rootKeyId());
    }

    @Test
    void firstStartUsesAFileThatIsThere() {
        file.loadOrCreate().close();
        String id = file.rotate();

        assertThat(source.open(true).rootKeyId()).isEqualTo(id);
    }

    @Test
    void missingFileIsNotMadeAnewForADatabaseThatHoldsKeys() {
        assertThatThrownBy(() -> source.open(false))
                .isInstanceOf(StartupException.class)
                .hasMessage("The root key file " + path
                        + " is missing, and the database holds keys that only it opens: put it back.");
        assertThat(path).doesNotExist();
    }

    @Test
    void fileThatOthersMayReadIsRefused() throws IOException {
        source.open(true);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> source.open(false))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(path.toString());
    }

    @Test
    void fileThatHasNotChangedIsNotLoadedAnew() {
        source.open(true);

        assertThat(source.reload()).isEmpty();
        assertThat(source.reload()).isEmpty();
    }

    @Test
    void changedFileIsLoadedOnce() {
        RootKey before = source.open(true);
        String added = file.rotate();

        RootKey after = source.reload().orElseThrow();

        assertThat(after.rootKeyId()).isEqualTo(added);
        assertThat(after.knownIds()).containsExactlyInAnyOrder(added, before.rootKeyId());
        assertThat(source.reload()).isEmpty();
    }

    @Test
    void anotherOrderIsAChangeAsWell() {
        RootKey before = source.open(true);
        String added = file.add();
        assertThat(source.reload().orElseThrow().rootKeyId()).isEqualTo(before.rootKeyId());

        file.promote(added);

        assertThat(source.reload().orElseThrow().rootKeyId()).isEqualTo(added);
    }

    @Test
    void fileThatBecomesUnreadableIsReportedAndReadAgain() throws IOException {
        source.open(true);
        byte[] good = Files.readAllBytes(path);
        Files.writeString(path, "nonsense\n");
        assertThatThrownBy(source::reload).isInstanceOf(RootKeyFileException.class);

        Files.write(path, good);

        assertThat(source.reload()).isEmpty();
    }
}
