package io.claviger.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A packaged Quarkus application that runs on a free port of the loopback interface, in a process of its own. */
final class Server implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final long PAUSE_MILLIS = 200;

    private final String name;
    private final Process process;
    private final int port;
    private final Path directory;

    private Server(String name, Process process, int port, Path directory) {
        this.name = name;
        this.process = process;
        this.port = port;
        this.directory = directory;
    }

    /**
     * Starts an application and waits until it answers.
     *
     * @param app the directory with quarkus-run.jar
     * @param directory where it runs and writes its output
     * @param javaOptions for its Java
     * @param settings environment variables: a command line is for everybody to see
     */
    static Server start(String name, Path app, Path directory, List<String> javaOptions, Map<String, String> settings)
            throws IOException, InterruptedException {
        Path jar = app.toAbsolutePath().resolve("quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IOException("there is no packaged application in " + app);
        }
        Files.createDirectories(directory);
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port, "-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output.log").toFile());
        builder.environment().putAll(settings);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        Server server = new Server(name, process, port, directory);
        server.awaitAnswer();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Any answer to GET / will do; a service that answers has started whole. */
    private void awaitAnswer() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new IOException(name + " did not start; see " + directory.resolve("output.log"));
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private boolean answers() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://" + host() + "/").toURL().openConnection();
            connection.setReadTimeout((int) PATIENCE.toMillis());
            return connection.getResponseCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    Path directory() {
        return directory;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** As it stands in the Host header. */
    String host() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
