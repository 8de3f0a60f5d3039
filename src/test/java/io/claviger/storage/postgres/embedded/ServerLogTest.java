package io.claviger.storage.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
    private static final byte[] TOO_LONG = new byte[(int) ServerLog.LIMIT_BYTES + 1];

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("postgres.log");
    }

    @Test
    void longLogOfARunningServerIsEmptied() throws IOException {
        Files.write(file, TOO_LONG);

        new ServerLog(file).cut();

        assertThat(file).isEmptyFile();
    }

    @Test
    void shortLogIsKept() throws IOException {
        Files.writeString(file, "a line\n");

        new ServerLog(file).cut();

        assertThat(file).hasContent("a line");
    }

    @Test
    void linkInPlaceOfTheLogIsNotFollowed() throws IOException {
        Path other = Files.write(directory.resolve("other"), TOO_LONG);
        Files.createSymbolicLink(file, other);

        new ServerLog(file).cut();

        assertThat(other).hasSize(TOO_LONG.length);
    }

    @Test
    void lastErrorIsFoundAmongOtherLines() throws IOException {
        Files.writeString(file, "LOG:  starting\nFATAL:  could not bind\nLOG:  database system is shut down\n");

        assertThat(new ServerLog(file).lastError()).isEqualTo("FATAL:  could not bind");
    }
}
