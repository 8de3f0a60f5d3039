package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** The server's programs, unpacked, and run under the server's account. */
final class Programs {
    private static final Logger LOG = Logger.getLogger(Programs.class);
    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final Pattern ERROR = Pattern.compile("\\b(ERROR|FATAL|PANIC|error): ");

    /** How a program ended, with what it said on both its outputs. */
    record Ended(int exitCode, String output) {
        boolean isSuccess() {
            return exitCode == 0;
        }
    }

    private final ServerHome home;

    private Programs(ServerHome home) {
        this.home = home;
    }

    /** Unpacks the programs unless they lie there; a crash leaves all of them or none. */
    static Programs unpacked(ServerHome home) throws IOException {
        var programs = new Programs(home);
        Path target = home.binaries();
        if (!Files.isDirectory(target)) {
            Path partial = target.resolveSibling(target.getFileName() + ".partial");
            FileTree.delete(partial);
            new PostgresArchive(Platform.current()).unpack(partial);
            FileTree.sync(partial);
            FileTree.move(partial, target);
            LOG.infof("Unpacked PostgreSQL %s to %s.", EmbeddedPostgres.VERSION, target);
        }
        programs.requireRunnable();
        return programs;
    }

    /** Deletes the programs of other versions. */
    void deleteOthers() throws IOException {
        try (var siblings = Files.newDirectoryStream(home.directory(), "bin-*")) {
            for (Path sibling : siblings) {
                if (!sibling.equals(home.binaries())) {
                    FileTree.delete(sibling);
                }
            }
        }
    }

    private void requireRunnable() throws IOException {
        Ended ended = run("postgres", List.of("--version"), "", QUICK);
        if (!ended.isSuccess()) {
            throw new EmbeddedPostgresException("The programs in " + home.binaries()
                    + " do not run on this machine as user " + home.user().uid() + ": " + lastError(ended.output()));
        }
    }

    /** Runs a program to its end; it gets nothing of our environment, which may hold secrets. */
    Ended run(String name, List<String> arguments, String input, Duration limit) throws IOException {
        var program = new ArrayList<>(
                List.of(home.binaries().resolve("bin").resolve(name).toString()));
        program.addAll(arguments);
        var builder = new ProcessBuilder(home.user().command(program))
                .directory(home.directory().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        return finish(name, start(builder), input, limit);
    }

    private Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            if (home.user().isSwitched()) {
                throw new EmbeddedPostgresException(
                        "PostgreSQL does not run as root, and setpriv (util-linux) cannot be run to switch to user "
                                + home.user().uid() + ": install it, or start Claviger as an ordinary user.",
                        e);
            }
            throw e;
        }
    }

    private static Ended finish(String name, Process process, String input, Duration limit) throws IOException {
        var output = new FutureTask<>(() -> readAll(process));
        Thread.ofVirtual().name("claviger-" + name).start(output);
        try {
            write(process, input);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new EmbeddedPostgresException(
                        "PostgreSQL's " + name + " did not end within " + limit.toSeconds() + " seconds.");
            }
            return new Ended(process.exitValue(), output.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while PostgreSQL's " + name + " ran.", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Cannot read what PostgreSQL's " + name + " says", e);
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static void write(Process process, String input) {
        try (OutputStream standardInput = process.getOutputStream()) {
            standardInput.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // the program ended before it had read everything; its exit code and output say why
            LOG.debugf(e, "Process %d did not read its input.", process.pid());
        }
    }

    private static String readAll(Process process) {
        try (var stream = process.getInputStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last error that a program reports, or the last that it says at all. */
    static String lastError(String output) {
        return output.lines()
                .filter(line -> ERROR.matcher(line).find())
                .reduce((first, second) -> second)
                .orElseGet(() -> lastLine(output));
    }

    private static String lastLine(String output) {
        return output.lines()
                .filter(line -> !line.isBlank())
                .reduce("", (first, second) -> second)
                .strip();
    }
}
