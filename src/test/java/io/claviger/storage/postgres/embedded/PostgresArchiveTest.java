package io.claviger.storage.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

class PostgresArchiveTest {

    @TempDir
    private Path temporary;

    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();
    private Path target;

    @BeforeEach
    void makeTarget() throws IOException {
        target = Files.createDirectory(temporary.resolve("target"));
    }

    @Test
    void keepsContentProgramsAndLinks() throws IOException {
        add("bin/tool", '0', 0755, "", "#!");
        add("lib/", '5', 0755, "", "");
        add("lib/liba.so.1", '0', 0644, "", "x".repeat(1500));
        add("lib/liba.so", '2', 0777, "liba.so.1", "");

        unpack();

        assertThat(target.resolve("bin/tool")).hasContent("#!");
        assertThat(Files.getPosixFilePermissions(target.resolve("bin/tool")))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Files.getPosixFilePermissions(target.resolve("lib/liba.so.1")))
                .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Files.readSymbolicLink(target.resolve("lib/liba.so"))).isEqualTo(Path.of("liba.so.1"));
        assertThat(target.resolve("lib/liba.so")).hasContent("x".repeat(1500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/../../outside", "/outside", "../target-outside"})
    void refusesNamesThatLeadOutside(String name) throws IOException {
        add(name, '0', 0644, "", "x");

        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining("refused");
        assertThat(temporary.resolve("outside")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../outside", "/etc"})
    void refusesLinksThatLeadOutside(String linkTarget) throws IOException {
        add("link", '2', 0777, linkTarget, "");

        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining("refused");
    }

    @Test
    void refusesToWriteThroughALink() throws IOException {
        add("directory/", '5', 0755, "", "");
        add("link", '2', 0777, "directory", "");
        add("link/file", '0', 0644, "", "x");

        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining("through the link");
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '3', '6', 'L', 'x'})
    void refusesOtherKindsOfEntries(char kind) throws IOException {
        add("entry", kind, 0644, "", "");

        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining("unknown kind");
    }

    @Test
    void refusesADamagedHeader() throws IOException {
        add("entry", '0', 0644, "", "");
        byte[] damaged = tar.toByteArray();
        damaged[0] ^= 1;
        tar.reset();
        tar.write(damaged);

        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining("damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void readsTheLinuxArchivesToTheEnd(String architecture) throws IOException {
        Set<String> programs = programs(Platform.of("Linux", architecture), Integer.MAX_VALUE);

        assertThat(programs).contains("bin/initdb", "bin/pg_ctl", "bin/postgres");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64"})
    void opensTheMacArchives(String architecture) throws IOException {
        Set<String> names = programs(Platform.of("Mac OS X", architecture), 1);

        assertThat(names).hasSizeLessThanOrEqualTo(1);
    }

    private static Set<String> programs(Platform platform, int limit) throws IOException {
        Set<String> names = new HashSet<>();
        try (InputStream packed =
                        PostgresArchiveTest.class.getClassLoader().getResourceAsStream(platform.archiveName());
                var stream = new XZInputStream(new BufferedInputStream(packed))) {
            var reader = new TarReader(stream);
            Optional<TarReader.Entry> entry = reader.next();
            for (int i = 0; i < limit && entry.isPresent(); i++) {
                reader.copyContent(entry.get(), OutputStream.nullOutputStream());
                if (entry.get().isProgram()) {
                    names.add(entry.get().name());
                }
                entry = reader.next();
            }
        }
        return names;
    }

    private void unpack() throws IOException {
        tar.write(new byte[1024]);
        var packed = new ByteArrayOutputStream();
        try (var xz = new XZOutputStream(packed, new LZMA2Options(0))) {
            tar.writeTo(xz);
        }
        PostgresArchive.unpack(new ByteArrayInputStream(packed.toByteArray()), target);
    }

    private void add(String name, char kind, int mode, String linkTarget, String content) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, String.format("%07o", mode));
        put(header, 124, String.format("%011o", content.length()));
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) kind;
        put(header, 157, linkTarget);
        put(header, 257, "ustar  ");
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, String.format("%06o\0", sum));
        tar.write(header);
        tar.write(content.getBytes(StandardCharsets.US_ASCII));
        tar.write(new byte[(512 - content.length() % 512) % 512]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
