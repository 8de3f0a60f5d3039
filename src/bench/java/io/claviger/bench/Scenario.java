package io.claviger.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** One thing that is measured again and again, and what came of it. */
final class Scenario {
    /** Makes the requests of a round, freshly signed. */
    interface Requests {
        List<ByteBuffer> make();
    }

    /** CPU seconds used so far. */
    interface CpuClock {
        double seconds() throws IOException;
    }

    final String name;
    final Series requestsPerSecond = new Series();
    final Series p50 = new Series();
    final Series p99 = new Series();
    final Series serverMicros = new Series();
    final Series databaseMicros = new Series();
    final Series loadMicros = new Series();
    private final Server server;
    private final CpuClock database;
    private final Requests requests;
    private Duration meanTime;
    private int errors;
    private String firstError = "";

    Scenario(String name, Server server, CpuClock database, Requests requests) {
        this.name = name;
        this.server = server;
        this.database = database;
        this.requests = requests;
    }

    boolean isMeasured() {
        return meanTime != null;
    }

    /** The mean time from a connection's request to its next one in the last round. */
    Duration meanTime() {
        return meanTime;
    }

    int errors() {
        return errors;
    }

    String firstError() {
        return firstError;
    }

    void warmUp(int connections, Duration duration) throws IOException {
        note(Load.run(server.address(), requests.make(), connections, duration, Duration.ZERO));
    }

    /** One round; each connection pauses before its next request. */
    void measure(int connections, Duration duration, Duration pause) throws IOException {
        List<ByteBuffer> signed = requests.make();
        double serverBefore = Cpu.seconds(server.pid());
        double databaseBefore = database.seconds();
        Load.Result result = Load.run(server.address(), signed, connections, duration, pause);
        double serverSeconds = Cpu.seconds(server.pid()) - serverBefore;
        double databaseSeconds = database.seconds() - databaseBefore;
        note(result);
        if (result.requests() == 0) {
            throw new IOException(name + ": no request was answered. " + firstError);
        }
        meanTime = Duration.ofNanos(result.nanos() * connections / result.requests());
        requestsPerSecond.add(result.requestsPerSecond());
        p50.add(result.percentileMillis(0.50));
        p99.add(result.percentileMillis(0.99));
        serverMicros.add(1e6 * serverSeconds / result.requests());
        databaseMicros.add(1e6 * databaseSeconds / result.requests());
        loadMicros.add(result.generatorCpuNanos() / 1e3 / result.requests());
    }

    private void note(Load.Result result) {
        errors += result.errors();
        if (firstError.isEmpty()) {
            firstError = result.firstError();
        }
    }
}
