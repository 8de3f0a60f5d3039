package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The port of the last start, in a file; another one is chosen only when that is taken. */
final class KeptPort {
    private static final int ANY = 0;

    private final Path file;

    KeptPort(Path file) {
        this.file = file;
    }

    int choose() throws IOException {
        int kept = read();
        if (kept != ANY && isFree(kept)) {
            return kept;
        }
        int port = bind(ANY);
        FileTree.write(file, port + "\n");
        return port;
    }

    static boolean isFree(int port) {
        try {
            return bind(port) == port;
        } catch (IOException e) {
            return false;
        }
    }

    /** The port of the last start; 0 when there was none. */
    int last() throws IOException {
        return read();
    }

    private int read() throws IOException {
        if (!Files.exists(file)) {
            return ANY;
        }
        try {
            int port = Integer.parseInt(
                    Files.readString(file, StandardCharsets.UTF_8).strip());
            return port > 0 && port < 1 << 16 ? port : ANY;
        } catch (NumberFormatException e) {
            return ANY;
        }
    }

    private static int bind(int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(EmbeddedPostgres.HOST), port));
            return socket.getLocalPort();
        }
    }
}
