package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The claim of one process on a data directory: a lock on {@code claviger.lock} in it, which the operating system frees
 * however the process ends. Children do not inherit it, so a PostgreSQL that outlives its service does not hold it.
 */
final class DataDirectoryLock implements AutoCloseable {
    private static final String FILE_NAME = "claviger.lock";

    private final String claim;
    private final FileChannel channel;

    private DataDirectoryLock(String claim, FileChannel channel) {
        this.claim = claim;
        this.channel = channel;
    }

    /** Takes the lock or refuses at once; {@code dataDir} must be a real path. */
    static DataDirectoryLock take(Path dataDir) throws IOException {
        // POSIX drops all locks of a process on a file as soon as it closes any descriptor of that file. So a second
        // start in this JVM must not even open it; the claim is a system property because class loaders share those.
        String claim = DataDirectoryLock.class.getName() + ":" + dataDir;
        if (System.getProperties().putIfAbsent(claim, "held") != null) {
            throw inUse(dataDir);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(dataDir.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(dataDir);
            }
            return new DataDirectoryLock(claim, channel);
        } catch (IOException | RuntimeException e) {
            release(claim, channel);
            throw e;
        }
    }

    private static EmbeddedPostgresException inUse(Path dataDir) {
        return new EmbeddedPostgresException(
                "Another Claviger uses the data directory " + dataDir + ": stop it, or choose another directory.");
    }

    private static void release(String claim, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            System.getProperties().remove(claim);
        }
    }

    @Override
    public void close() throws IOException {
        release(claim, channel);
    }
}
