package io.claviger.rootkey.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * A small file that only its owner may touch. Reading refuses whatever somebody else could have read or written;
 * writing is atomic, on disk when it returns, and never visible with a wider mode than 0600. A symbolic link is followed
 * (that is how secrets are often mounted), and replacing replaces what it points to.
 */
final class PrivateFile {
    private static final int ROOT_USER = 0;
    private static final int MAX_BYTES = 64 * 1024;
    private static final int GROUP_AND_OTHERS = 0b111_111;
    private static final int PERMISSIONS = 0b111_111_111;
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final int currentUser;

    /**
     * The file of this name.
     *
     * @param currentUser the numeric id of the user that this process runs as
     */
    PrivateFile(Path path, int currentUser) {
        this.path = path.toAbsolutePath();
        this.currentUser = currentUser;
    }

    /** Whether there is anything of this name, even a broken link. */
    boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** The content, the caller's to wipe. */
    byte[] read() {
        try {
            Path real = realPath();
            refuseUnsafe(real);
            try (FileChannel channel = FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                return readAll(channel);
            }
        } catch (IOException e) {
            throw refusal("cannot be read", e);
        }
    }

    private Path realPath() throws IOException {
        if (!exists()) {
            throw refusal("does not exist");
        }
        if (!Files.exists(path)) {
            throw refusal("is a symbolic link to nothing, or to what may not be seen");
        }
        return path.toRealPath();
    }

    private void refuseUnsafe(Path real) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(real, "unix:isRegularFile,uid,mode", LinkOption.NOFOLLOW_LINKS);
        if (!Boolean.TRUE.equals(found.get("isRegularFile"))) {
            throw refusal(Files.isDirectory(real) ? "is a directory" : "is not a regular file");
        }
        int owner = number(found, "uid");
        if (owner != currentUser && owner != ROOT_USER) {
            throw refusal("belongs to user " + owner + ", not to user " + currentUser + " or root");
        }
        int mode = number(found, "mode") & PERMISSIONS;
        if ((mode & GROUP_AND_OTHERS) != 0) {
            throw refusal(
                    "is open to its group or to others (mode " + Integer.toOctalString(mode) + " instead of 600)");
        }
    }

    private byte[] readAll(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES + 1);
        try {
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // until the end of the file or of the buffer
            }
            if (!buffer.hasRemaining()) {
                throw refusal("is longer than " + MAX_BYTES + " bytes");
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        } finally {
            Arrays.fill(buffer.array(), (byte) 0);
        }
    }

    /** Puts the content in place of what is there, or where nothing is. */
    void write(byte[] content) {
        try {
            Path target = exists() ? realPath() : path;
            Path temporary = Files.createTempFile(directoryOf(target), ".root-key-", ".new", OWNER_ONLY);
            try {
                keepOwner(target, temporary);
                writeThrough(temporary, content);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            // the new name, too, is on disk only after this
            try (FileChannel directory = FileChannel.open(directoryOf(target), StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (IOException e) {
            throw refusal("cannot be written", e);
        }
    }

    /** An administrator who is root must not take the file away from the service. */
    private void keepOwner(Path target, Path temporary) throws IOException {
        if (currentUser == ROOT_USER && Files.exists(target)) {
            Files.setAttribute(temporary, "unix:gid", Files.getAttribute(target, "unix:gid"));
            Files.setAttribute(temporary, "unix:uid", Files.getAttribute(target, "unix:uid"));
        }
    }

    private static void writeThrough(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /**
     * Runs the change while no other process runs one on the same file. The lock is on a file beside it that stays,
     * because the file itself is replaced.
     */
    void exclusively(Runnable change) {
        Path lockPath = path.resolveSibling(path.getFileName() + ".lock");
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(lockPath, options, OWNER_ONLY);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw refusal("is being changed by another process");
            }
            change.run();
        } catch (OverlappingFileLockException e) {
            throw refusal("is being changed by another thread", e);
        } catch (IOException e) {
            throw refusal("cannot be locked with " + lockPath, e);
        }
    }

    private static Path directoryOf(Path file) {
        Path directory = file.getParent();
        return directory == null ? file.getRoot() : directory;
    }

    private static int number(Map<String, Object> attributes, String name) throws IOException {
        if (attributes.get(name) instanceof Integer number) {
            return number;
        }
        throw new IOException("the file system does not tell the " + name);
    }

    RootKeyFileException refusal(String why) {
        return new RootKeyFileException("The root key file " + path + " " + why + ".");
    }

    RootKeyFileException refusal(String why, Throwable cause) {
        return new RootKeyFileException("The root key file " + path + " " + why + ".", cause);
    }
}
