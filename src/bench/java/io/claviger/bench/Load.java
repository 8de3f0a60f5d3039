package io.claviger.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * A load of keep-alive connections, each of which sends its next request when it has its answer (a closed loop), at once
 * or after a pause. One thread does it all. Bounded in time and in number of requests.
 */
final class Load implements AutoCloseable {
    private static final int MOST_REQUESTS = 5_000_000;
    private static final int MOST_ERRORS = 1_000;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /**
     * What came of a load.
     *
     * @param errors answers other than 200, and connections that broke
     * @param firstError what the first of them was
     * @param generatorCpuNanos what the load itself cost
     */
    record Result(
            int requests, int errors, String firstError, long nanos, int[] latencyMicros, long generatorCpuNanos) {
        double requestsPerSecond() {
            return requests * 1e9 / nanos;
        }

        /** Latencies are sorted. */
        double percentileMillis(double share) {
            return latencyMicros.length == 0
                    ? 0
                    : latencyMicros[(int) Math.min(latencyMicros.length - 1, share * latencyMicros.length)] / 1e3;
        }
    }

    private final InetSocketAddress address;
    private final List<ByteBuffer> requests;
    private final int mostRequests;
    private final long pauseNanos;
    private final Deque<Connection> pausing = new ArrayDeque<>();
    private final Listener listener;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocateDirect(1 << 16);
    private int begun;
    private int waiting;
    private int errors;
    private String firstError = "";
    private int[] latencies = new int[1 << 16];
    private int answered;

    private Load(
            InetSocketAddress address, List<ByteBuffer> requests, int mostRequests, Duration pause, Listener listener)
            throws IOException {
        this.address = address;
        this.requests = requests;
        this.mostRequests = mostRequests;
        this.pauseNanos = pause.toNanos();
        this.listener = listener;
        this.selector = Selector.open();
    }

    /** Sends the requests in turn, again and again, and ends when the last answer is there. */
    static Result run(
            InetSocketAddress address, List<ByteBuffer> requests, int connections, Duration duration, Duration pause)
            throws IOException {
        try (Load load = new Load(address, requests, MOST_REQUESTS, pause, (index, body) -> {})) {
            return load.run(connections, duration.toNanos());
        }
    }

    /** Sends each request once; the bodies of the answers, all of which must be 200. */
    static List<String> once(InetSocketAddress address, List<ByteBuffer> requests, int connections) throws IOException {
        String[] bodies = new String[requests.size()];
        int opened = Math.min(connections, requests.size());
        Listener keeper = (index, body) -> bodies[index] = body.get();
        try (Load load = new Load(address, requests, requests.size(), Duration.ZERO, keeper)) {
            Result result = load.run(opened, Duration.ofMinutes(5).toNanos());
            if (result.errors() > 0) {
                throw new IOException(result.firstError());
            }
        }
        return List.of(bodies);
    }

    /** Hears each answer; making a text of the body costs, so only who wants it does. */
    private interface Listener {
        void answered(int request, Supplier<String> body);
    }

    private Result run(int connections, long durationNanos) throws IOException {
        var cpu = ManagementFactory.getThreadMXBean();
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            open.add(new Connection());
        }
        long cpuBefore = cpu.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        long end = start + durationNanos;
        for (Connection connection : open) {
            connection.send();
        }
        long now = start;
        while ((waiting > 0 || !pausing.isEmpty()) && now < end + PATIENCE_NANOS) {
            selector.select(key -> ((Connection) key.attachment()).proceed(end), pausing.isEmpty() ? 1_000 : 1);
            now = System.nanoTime();
            while (!pausing.isEmpty() && pausing.getFirst().dueAt <= now) {
                pausing.removeFirst().send();
            }
        }
        if (waiting > 0) {
            fail(waiting + " requests are not answered");
        }
        int[] sorted = Arrays.copyOf(latencies, answered);
        Arrays.sort(sorted);
        return new Result(answered, errors, firstError, now - start, sorted, cpu.getCurrentThreadCpuTime() - cpuBefore);
    }

    private void fail(String what) {
        if (errors++ == 0) {
            firstError = what;
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private final class Connection {
        private SocketChannel channel;
        private SelectionKey key;
        private ByteBuffer sending = ByteBuffer.allocate(0);
        private byte[] answer = new byte[4096];
        private int length;
        private int headLength;
        private int expected;
        private int request;
        private long dueAt;
        private long sentAt;

        Connection() throws IOException {
            open();
        }

        private void open() throws IOException {
            channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
        }

        private void send() throws IOException {
            request = begun++ % requests.size();
            sending = requests.get(request).duplicate();
            length = 0;
            expected = -1;
            waiting++;
            sentAt = System.nanoTime();
            write();
        }

        private void write() throws IOException {
            channel.write(sending);
            key.interestOps(sending.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        private void proceed(long end) {
            try {
                if (sending.hasRemaining()) {
                    write();
                } else if (read()) {
                    waiting--;
                    record();
                    sendNext(end);
                }
            } catch (IOException e) {
                waiting--;
                fail("a connection broke: " + e.getMessage());
                reopen(end);
            }
        }

        private void reopen(long end) {
            try {
                channel.close();
                open();
                sendNext(end);
            } catch (IOException e) {
                fail("no connection: " + e.getMessage());
            }
        }

        private void sendNext(long end) throws IOException {
            long now = System.nanoTime();
            if (begun >= mostRequests || errors >= MOST_ERRORS || now + pauseNanos >= end) {
                return;
            }
            if (pauseNanos == 0) {
                send();
            } else {
                dueAt = now + pauseNanos;
                pausing.addLast(this);
            }
        }

        /** Whether the answer is whole. */
        private boolean read() throws IOException {
            received.clear();
            int count = channel.read(received);
            if (count < 0) {
                throw new IOException("closed by the server");
            }
            if (length + count > answer.length) {
                answer = Arrays.copyOf(answer, 2 * (length + count));
            }
            received.flip().get(answer, length, count);
            length += count;
            if (expected < 0) {
                expected = wholeLength();
            }
            return expected >= 0 && length >= expected;
        }

        /** The length of head and body, or -1 while the head is not whole. */
        private int wholeLength() throws IOException {
            for (int i = 3; i < length; i++) {
                if (answer[i] == '\n' && answer[i - 1] == '\r' && answer[i - 2] == '\n' && answer[i - 3] == '\r') {
                    headLength = i + 1;
                    return headLength + contentLength(i);
                }
            }
            return -1;
        }

        private int contentLength(int headEnd) throws IOException {
            for (int i = 0; i < headEnd; i++) {
                if (answer[i] == '\n' && isContentLength(i + 1)) {
                    int value = 0;
                    for (int j = i + 1 + CONTENT_LENGTH.length; answer[j] != '\r'; j++) {
                        if (answer[j] != ' ') {
                            value = 10 * value + answer[j] - '0';
                        }
                    }
                    return value;
                }
            }
            throw new IOException("an answer without Content-Length");
        }

        private boolean isContentLength(int from) {
            for (int i = 0; i < CONTENT_LENGTH.length; i++) {
                if (Character.toLowerCase(answer[from + i]) != CONTENT_LENGTH[i]) {
                    return false;
                }
            }
            return true;
        }

        private void record() {
            if (answer[9] != '2' || answer[10] != '0' || answer[11] != '0') {
                fail(new String(answer, 0, Math.min(length, 600), StandardCharsets.UTF_8));
            }
            if (answered == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * answered);
            }
            latencies[answered++] = (int) ((System.nanoTime() - sentAt) / 1_000);
            listener.answered(
                    request, () -> new String(answer, headLength, length - headLength, StandardCharsets.UTF_8));
        }
    }

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
}
