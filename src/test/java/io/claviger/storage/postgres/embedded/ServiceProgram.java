package io.claviger.storage.postgres.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A service that has nothing but a database: says that it is ready, and ends when its standard input does. */
final class ServiceProgram {
    private ServiceProgram() {}

    public static void main(String[] arguments) throws IOException {
        try (var postgres = EmbeddedPostgres.start(Path.of(arguments[0]))) {
            System.out.println("READY " + postgres.jdbcUrl() + " " + postgres.password());
            while (System.in.read() >= 0) {
                // waits for the end
            }
        } catch (EmbeddedPostgresException e) {
            System.out.println("REFUSED " + e.getMessage());
        }
    }
}
