package io.claviger.rootkey.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.claviger.testkit.SeededRandom;
import io.claviger.testkit.VectorFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootKeyFileTest {
    private static final JsonNode VECTOR = VectorFiles.own("formats.json").get("rootKey");
    private static final String LINE = VECTOR.get("line").asText();
    private static final String ID = VECTOR.get("id").asText();

    @TempDir
    Path directory;

    private Path path;
    private RootKeyFile file;

    @BeforeEach
    void prepare() {
        path = directory.resolve("root.key");
        file = new RootKeyFile(path, new SeededRandom(5));
    }

    @Test
    void createdFileIsPrivateAndHoldsOneKey() throws IOException {
        try (RootKeys created = file.loadOrCreate();
                RootKeys loaded = file.load()) {
            assertThat(created.ids()).hasSize(1).isEqualTo(loaded.ids());
        }

        assertThat(mode(path)).isEqualTo("rw-------");
    }

    @Test
    void creationLeavesNothingBesideTheFileButItsLock() throws IOException {
        file.loadOrCreate().close();

        try (Stream<Path> names = Files.list(directory)) {
            assertThat(names.map(name -> name.getFileName().toString()))
                    .containsExactlyInAnyOrder("root.key", "root.key.lock");
        }
    }

    @Test
    void existingFileIsNotCreatedAnew() throws IOException {
        write(LINE + "\n");

        try (RootKeys keys = file.loadOrCreate()) {
            assertThat(keys.primaryId()).isEqualTo(ID);
        }
        assertThat(path).hasContent(LINE + "\n");
    }

    @Test
    void loadingDoesNotCreate() {
        assertThatThrownBy(file::load).hasMessage("The root key file " + path + " does not exist.");
        assertThat(path).doesNotExist();
    }

    @Test
    void creationInAMissingDirectoryIsRefused() {
        RootKeyFile elsewhere = new RootKeyFile(directory.resolve("missing/root.key"), new SeededRandom(6));

        assertThatThrownBy(elsewhere::loadOrCreate)
                .isInstanceOf(RootKeyFileException.class)
                .hasMessageContaining("cannot be locked");
    }

    @Test
    void commentsEmptyLinesAndCarriageReturnsMeanNothing() throws IOException {
        write("# a comment\r\n\r\n\n" + LINE + "\r\n#\n");

        try (RootKeys keys = file.load()) {
            assertThat(keys.ids()).containsExactly(ID);
        }
    }

    @Test
    void lastLineNeedsNoEnd() throws IOException {
        write(LINE);

        try (RootKeys keys = file.load()) {
            assertThat(keys.secrets().firstEntry().getValue().lengthBytes()).isEqualTo(32);
        }
    }

    @Test
    void rotationAddsAPrimaryAndKeepsTheOthers() throws IOException {
        write(LINE + "\n");

        String rotated = file.rotate();

        try (RootKeys keys = file.load()) {
            assertThat(keys.ids()).containsExactly(rotated, ID);
        }
        assertThat(mode(path)).isEqualTo("rw-------");
    }

    @Test
    void addedKeyIsNotThePrimaryUntilItIsPromoted() throws IOException {
        write(LINE + "\n");

        String added = file.add();
        try (RootKeys keys = file.load()) {
            assertThat(keys.ids()).containsExactly(ID, added);
        }
        file.promote(added);

        try (RootKeys keys = file.load()) {
            assertThat(keys.ids()).containsExactly(added, ID);
        }
    }

    @Test
    void droppedKeyIsGone() throws IOException {
        write(LINE + "\n");
        String rotated = file.rotate();

        file.drop(ID);

        assertThat(Files.readString(path)).doesNotContain(ID);
        try (RootKeys keys = file.load()) {
            assertThat(keys.ids()).containsExactly(rotated);
        }
    }

    @Test
    void primaryIsNotDropped() throws IOException {
        write(LINE + "\n");

        assertThatThrownBy(() -> file.drop(ID)).hasMessageContaining("keeps its primary key");
        assertThat(path).hasContent(LINE + "\n");
    }

    @Test
    void unknownKeyIsNeitherPromotedNorDropped() throws IOException {
        write(LINE + "\n");
        String unknown = "0".repeat(32);

        assertThatThrownBy(() -> file.promote(unknown)).hasMessageContaining("holds no key with the id " + unknown);
        assertThatThrownBy(() -> file.drop(unknown)).hasMessageContaining("holds no key with the id " + unknown);
    }

    @Test
    void changesExcludeEachOther() throws IOException {
        write(LINE + "\n");
        Path lock = directory.resolve("root.key.lock");

        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatThrownBy(file::rotate).hasMessageContaining("is being changed");
        }

        assertThat(path).hasContent(LINE + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw--w----", "rw---x---", "rw----r--", "rw-----w-", "rw------x", "rw-rw-rw-"})
    void fileOpenToOthersIsRefused(String permissions) throws IOException {
        write(LINE + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(file::load)
                .isInstanceOf(RootKeyFileException.class)
                .hasMessageContaining("is open to its group or to others");
    }

    @Test
    void readOnlyFileIsAccepted() throws IOException {
        write(LINE + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--------"));

        try (RootKeys keys = file.load()) {
            assertThat(keys.primaryId()).isEqualTo(ID);
        }
    }

    @Test
    void fileOfAnotherUserIsRefused() throws IOException {
        write(LINE + "\n");
        int owner = (Integer) Files.getAttribute(path, "unix:uid");
        if (owner == 0) {
            owner = 4242;
            Files.setAttribute(path, "unix:uid", owner);
        }
        RootKeyFile ofSomebodyElse = new RootKeyFile(path, new SeededRandom(7), owner + 1);

        assertThatThrownBy(ofSomebodyElse::load)
                .hasMessage("The root key file " + path + " belongs to user " + owner + ", not to user " + (owner + 1)
                        + " or root.");
    }

    @Test
    void changeByRootLeavesTheFileToItsOwner() throws IOException {
        write(LINE + "\n");
        int user = (Integer) Files.getAttribute(path, "unix:uid");
        Assumptions.assumeTrue(user == 0, "left out: only root can give files away");
        Files.setAttribute(path, "unix:gid", 4343);

        file.rotate();

        assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(4343);
    }

    @Test
    void directoryIsRefused() throws IOException {
        Files.createDirectory(path);

        assertThatThrownBy(file::load).hasMessage("The root key file " + path + " is a directory.");
        assertThatThrownBy(file::loadOrCreate).hasMessageContaining("is a directory");
    }

    @Test
    void linkToNothingIsRefusedAndNotCreated() throws IOException {
        Files.createSymbolicLink(path, directory.resolve("nowhere"));

        assertThatThrownBy(file::load).hasMessageContaining("is a symbolic link to nothing");
        assertThatThrownBy(file::loadOrCreate).hasMessageContaining("is a symbolic link to nothing");
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    @Test
    void linkIsFollowedAndKept() throws IOException {
        Path target = directory.resolve("target");
        write(LINE + "\n");
        Files.move(path, target);
        Files.createSymbolicLink(path, target);

        String rotated = file.rotate();

        assertThat(Files.isSymbolicLink(path)).isTrue();
        assertThat(Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)).isTrue();
        try (RootKeys keys = file.load()) {
            assertThat(keys.ids()).containsExactly(rotated, ID);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing but a comment\n"})
    void fileWithoutKeyIsRefused(String text) throws IOException {
        write(text);

        assertThatThrownBy(file::load).hasMessageContaining("it holds no key");
    }

    @Test
    void everyMalformedLineIsRefusedWithoutShowingIt() throws IOException {
        String base64 = LINE.substring(LINE.length() - 44);
        List<String> lines = List.of(
                "x",
                " " + LINE,
                LINE + " ",
                LINE.replace("-v1", "-v2"),
                LINE.replace(" ", "\t"),
                LINE.replace(ID, ID.toUpperCase(Locale.ROOT)),
                LINE.replace(ID, "0".repeat(32)),
                LINE.replace(base64, "*" + base64.substring(1)),
                LINE.replace(base64, "A" + base64.substring(1)),
                LINE.replace(base64, base64.substring(0, 40) + "===="),
                LINE.substring(0, LINE.length() - 1),
                LINE + "\n" + LINE);

        for (String line : lines) {
            write("# first\n" + line + "\n");

            assertThatThrownBy(file::load)
                    .as(line)
                    .isInstanceOf(RootKeyFileException.class)
                    .hasMessageStartingWith("The root key file " + path + " is malformed: ")
                    .hasMessageMatching(".*line [23].*")
                    .message()
                    .doesNotContain(base64.substring(1, 40));
        }
    }

    @Test
    void hugeFileIsRefused() throws IOException {
        write("#".repeat(70_000));

        assertThatThrownBy(file::load).hasMessageContaining("is longer than 65536 bytes");
    }

    private void write(String text) throws IOException {
        if (!Files.exists(path)) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(path, text);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
