package io.claviger.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes TCP connections on to another port until told otherwise: to test what a lost network does. */
public final class TcpProxy implements AutoCloseable {
    private final String host;
    private final int targetPort;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Socket> stranded = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private volatile boolean isCut;
    private boolean isHanging;

    /** Listens on a free port of the loopback address. */
    public TcpProxy(String host, int targetPort) {
        this.host = host;
        this.targetPort = targetPort;
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Breaks all connections, and each new one at once. */
    public void cut() {
        isCut = true;
        sockets.forEach(TcpProxy::closeQuietly);
    }

    /** Keeps all connections open and passes nothing on, as a network that swallows packets. */
    public void hang() {
        synchronized (gate) {
            isHanging = true;
        }
    }

    /** Keeps the connections that are open now, and never passes anything on again; new ones are well. */
    public void strand() {
        stranded.addAll(sockets);
    }

    /** Ends {@link #cut()} and {@link #hang()}; bytes that were held back go on. */
    public void restore() {
        isCut = false;
        synchronized (gate) {
            isHanging = false;
            gate.notifyAll();
        }
    }

    @Override
    public void close() {
        restore();
        closeQuietly(server);
        cut();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                if (isCut) {
                    closeQuietly(client);
                } else {
                    connect(client);
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void connect(Socket client) {
        try {
            var target = new Socket(host, targetPort);
            target.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(target);
            if (isCut) {
                cut();
            }
            Thread.ofVirtual().start(() -> pass(client, target));
            Thread.ofVirtual().start(() -> pass(target, client));
        } catch (IOException e) {
            closeQuietly(client);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[1 << 14];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitOpenGate();
                if (stranded.contains(from)) {
                    continue;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException | InterruptedException e) {
            // the connection has ended, on either side
        } finally {
            sockets.removeAll(List.of(from, to));
            stranded.removeAll(List.of(from, to));
        }
    }

    private void awaitOpenGate() throws InterruptedException {
        synchronized (gate) {
            while (isHanging) {
                gate.wait();
            }
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // it is closed as far as we are concerned
        }
    }
}
