package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The account that PostgreSQL runs under: our own, or, because PostgreSQL refuses root, another one that root switches
 * to.
 *
 * @param isSwitched whether commands must change to the account first
 */
record ServerUser(int uid, int gid, boolean isSwitched) {
    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final ServerUser NOBODY = new ServerUser(65534, 65534, true);

    static boolean isRoot() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return "root".equals(System.getProperty("user.name"));
        }
        // Uid: real, effective, saved, file system
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("Uid:"))
                .anyMatch(line -> line.split("\\s+", -1)[2].equals("0"));
    }

    /** The account of this process, as it shows on a directory that the process has made. */
    static ServerUser ourselves(Path ownDirectory) throws IOException {
        return ownerOf(ownDirectory, false);
    }

    static ServerUser ownerOf(Path path, boolean isSwitched) throws IOException {
        int uid = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        int gid = (Integer) Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
        return new ServerUser(uid, gid, isSwitched);
    }

    /** The account that root lends to a new server: {@code postgres} where there is one, else {@code nobody}. */
    static ServerUser forRoot() throws IOException {
        if (!Files.isReadable(PASSWD)) {
            return NOBODY;
        }
        List<String> accounts = Files.readAllLines(PASSWD);
        for (String name : List.of("postgres", "nobody")) {
            for (String account : accounts) {
                String[] fields = account.split(":", -1);
                if (fields.length > 3 && fields[0].equals(name)) {
                    return new ServerUser(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), true);
                }
            }
        }
        return NOBODY;
    }

    List<String> command(List<String> program) {
        if (!isSwitched) {
            return program;
        }
        var command = new ArrayList<>(
                List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--no-new-privs", "--"));
        command.addAll(program);
        return command;
    }

    /** Whether the account may pass through this directory and all above it. */
    boolean mayReach(Path directory) throws IOException {
        for (Path at = directory; at != null; at = at.getParent()) {
            if (!mayEnter(at)) {
                return false;
            }
        }
        return true;
    }

    private boolean mayEnter(Path directory) throws IOException {
        ServerUser owner = ownerOf(directory, false);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        if (owner.uid == uid) {
            return permissions.contains(PosixFilePermission.OWNER_EXECUTE);
        }
        if (owner.gid == gid) {
            return permissions.contains(PosixFilePermission.GROUP_EXECUTE);
        }
        return permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
    }

    /** Whether files below this directory can be given to the account; some mounts do not know owners. */
    boolean mayOwnBelow(Path directory) throws IOException {
        Path probe = Files.createTempDirectory(
                directory,
                "owner-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            FileTree.give(probe, this);
            return ownerOf(probe, isSwitched).equals(this);
        } catch (IOException e) {
            return false;
        } finally {
            Files.delete(probe);
        }
    }
}
