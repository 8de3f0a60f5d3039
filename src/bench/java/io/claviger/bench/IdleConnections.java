package io.claviger.bench;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keep-alive connections that had one answer and then do nothing. */
final class IdleConnections implements AutoCloseable {
    private final List<Socket> sockets = new ArrayList<>();

    IdleConnections(Server server, int count) throws IOException {
        byte[] request = ("GET / HTTP/1.1\r\nHost: " + server.host() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            Socket socket =
                    new Socket(server.address().getAddress(), server.address().getPort());
            sockets.add(socket);
            socket.getOutputStream().write(request);
            if (socket.getInputStream().read() < 0) {
                throw new IOException("an idle connection was closed at once");
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
