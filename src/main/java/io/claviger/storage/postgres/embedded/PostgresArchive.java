package io.claviger.storage.postgres.embedded;

import io.claviger.storage.postgres.embedded.TarReader.Entry;
import io.claviger.storage.postgres.embedded.TarReader.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs for this platform, as they lie packed on the class path. */
final class PostgresArchive {
    private final String name;

    PostgresArchive(Platform platform) {
        this.name = platform.archiveName();
    }

    /** Unpacks into a directory that does not exist yet; an entry that would lie outside of it is refused. */
    void unpack(Path target) throws IOException {
        Files.createDirectory(target);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (InputStream packed = open()) {
            unpack(packed, target);
        }
    }

    static void unpack(InputStream packed, Path target) throws IOException {
        try (var stream = new XZInputStream(new BufferedInputStream(packed, 1 << 16))) {
            var tar = new TarReader(stream);
            Optional<Entry> entry = tar.next();
            while (entry.isPresent()) {
                unpack(tar, entry.get(), target);
                entry = tar.next();
            }
        }
    }

    private static void unpack(TarReader tar, Entry entry, Path target) throws IOException {
        Path path = inside(target, target.resolve(entry.name()), entry);
        Path parent = path.getParent();
        if (entry.kind() == Kind.DIRECTORY) {
            makeDirectories(target, path);
        } else if (parent == null || path.equals(target)) {
            throw refused(entry);
        } else {
            makeDirectories(target, parent);
            write(tar, entry, path, target);
        }
    }

    private static void write(TarReader tar, Entry entry, Path path, Path target) throws IOException {
        if (entry.kind() == Kind.LINK) {
            inside(target, path.resolveSibling(entry.linkTarget()), entry);
            Files.createSymbolicLink(path, Path.of(entry.linkTarget()));
            return;
        }
        try (OutputStream file = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            tar.copyContent(entry, file);
        }
        Files.setPosixFilePermissions(
                path, PosixFilePermissions.fromString(entry.isProgram() ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static void makeDirectories(Path target, Path directory) throws IOException {
        Path at = target;
        for (Path name : target.relativize(directory)) {
            at = at.resolve(name);
            // INVARIANT: nothing is written through a link, so that no chain of links leads outside.
            if (Files.isSymbolicLink(at)) {
                throw new IOException("The archive writes through the link " + target.relativize(at));
            }
            if (!Files.isDirectory(at) && !name.toString().isEmpty()) {
                Files.createDirectory(at);
                Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static Path inside(Path target, Path path, Entry entry) throws IOException {
        Path normalized = path.normalize();
        if (!normalized.startsWith(target)) {
            throw refused(entry);
        }
        return normalized;
    }

    private static IOException refused(Entry entry) {
        return new IOException("The archive holds an entry that is refused: " + entry.name());
    }

    private InputStream open() {
        InputStream packed = open(Thread.currentThread().getContextClassLoader());
        if (packed == null) {
            packed = open(PostgresArchive.class.getClassLoader());
        }
        if (packed == null) {
            throw Platform.unsupported(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        }
        return packed;
    }

    private @Nullable InputStream open(@Nullable ClassLoader loader) {
        return loader == null ? null : loader.getResourceAsStream(name);
    }
}
