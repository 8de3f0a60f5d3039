package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jboss.logging.Logger;

/** PostgreSQL's own log: one file, cut when it has grown too long, and the one before it. */
final class ServerLog {
    static final long LIMIT_BYTES = 8L << 20;

    private static final Logger LOG = Logger.getLogger(ServerLog.class);
    private static final int TAIL_BYTES = 1 << 14;

    private final Path file;

    ServerLog(Path file) {
        this.file = file;
    }

    /** Makes the directory for the server's account, and puts a long log aside. No server may run. */
    void prepare(ServerUser user) throws IOException {
        Path directory = file.resolveSibling(".").normalize();
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (user.isSwitched()) {
            FileTree.give(directory, user);
        }
        if (sizeBytes() > LIMIT_BYTES) {
            FileTree.move(file, file.resolveSibling(file.getFileName() + ".1"));
        }
    }

    /** Empties the log when it is too long while the server runs, which goes on to append to it. */
    void cut() throws IOException {
        if (sizeBytes() > LIMIT_BYTES) {
            // the server's account could have put a link there
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                channel.truncate(0);
            }
            LOG.infof("Emptied the PostgreSQL log %s, which had grown to its limit.", file);
        }
    }

    String lastError() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            channel.position(Math.max(0, channel.size() - TAIL_BYTES));
            var tail = ByteBuffer.allocate(TAIL_BYTES);
            while (tail.hasRemaining() && channel.read(tail) >= 0) {
                // until full or at the end
            }
            return Programs.lastError(StandardCharsets.UTF_8.decode(tail.flip()).toString());
        } catch (IOException e) {
            return "it cannot be read";
        }
    }

    private long sizeBytes() throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    }
}
