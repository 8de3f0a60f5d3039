package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Finds the processes of this server, whoever started them, and no other one's, whatever a stale file says. */
final class ServerProcesses {
    private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

    private final ServerHome home;

    ServerProcesses(ServerHome home) {
        this.home = home;
    }

    /** The running server process. */
    Optional<ProcessHandle> postmaster() throws IOException {
        Path file = home.data().resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Files.readAllLines(file).stream()
                .findFirst()
                .filter(line -> line.matches("[0-9]{1,10}"))
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
                .filter(this::isOurs);
    }

    /** Kills what is left and waits for it to be gone. Without its postmaster no process can change data any more. */
    boolean killAll(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        List<ProcessHandle> left = all();
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(POLL_NANOS);
            left = all();
        }
        return left.isEmpty();
    }

    private List<ProcessHandle> all() {
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    /** Whether the process runs our programs. A zombie does not: it shows neither program nor command line. */
    boolean isOurs(ProcessHandle process) {
        // The path of the program is hidden from a root without CAP_SYS_PTRACE (Docker's default): then the command
        // line
        // tells, which the server's children replace with a title.
        String programs = home.directory() + "/bin-";
        ProcessHandle.Info info = process.info();
        String command = info.command().orElse("");
        String commandLine = info.commandLine().orElse("");
        return command.startsWith(programs)
                || commandLine.startsWith(programs)
                || commandLine.startsWith("postgres: " + home.clusterName() + ": ");
    }
}
