package io.claviger.authn.jwt;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An issuer on loopback: publishes keys, changes them, goes down, counts who asks. */
final class Issuer implements AutoCloseable {
    private static final String KEYS = "/keys";
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile int status = 200;
    private volatile String cacheControl = "";
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Issuer(TokenKey... keys) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        publish(keys);
        discovery("{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + keysAddress() + "\"}");
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String keysAddress() {
        return url() + KEYS;
    }

    void publish(TokenKey... keys) {
        publishText(
                "{\"keys\":[" + Arrays.stream(keys).map(TokenKey::publicJwk).collect(Collectors.joining(",")) + "]}");
    }

    void publishText(String text) {
        documents.put(KEYS, text);
    }

    void discovery(String text) {
        documents.put(DISCOVERY, text);
    }

    void cacheControl(String value) {
        cacheControl = value;
    }

    void answerWith(int newStatus) {
        status = newStatus;
    }

    /** Requests from now on wait until {@link #letGo}. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    void letGo() {
        gate.countDown();
    }

    /** Requests for the keys so far. */
    int fetches() {
        return fetches.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals(KEYS)) {
            fetches.incrementAndGet();
        }
        try (exchange) {
            gate.await();
            byte[] body = documents.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
            if (!cacheControl.isEmpty()) {
                exchange.getResponseHeaders().add("Cache-Control", cacheControl);
            }
            if (status / 100 == 3) {
                exchange.getResponseHeaders().add("Location", keysAddress());
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        letGo();
        server.stop(0);
        threads.shutdownNow();
    }
}
