package io.claviger.config;

import io.claviger.storage.postgres.embedded.EmbeddedPostgresException;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program: without arguments the service, with arguments a command. */
@QuarkusMain
public final class Main {
    private static final long PATIENCE_SECONDS = 60;

    private Main() {}

    /** Where the program begins. */
    public static void main(String... arguments) {
        if (arguments.length > 0 && Commands.isCommand(arguments[0])) {
            System.exit(Commands.run(Arrays.asList(arguments), System.out, System.err));
        }
        // nothing here uses request scopes or JTA across asynchronous steps; carrying them through each costs a tenth
        // of
        // a request. Mutiny reads this once, when it is first used.
        System.setProperty("mutiny.disableCallBackDecorators", "true");
        try {
            DatabaseSettings.prepare();
        } catch (EmbeddedPostgresException | StartupException e) {
            System.err.println("Claviger does not start: " + e.getMessage());
            System.exit(1);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        boolean isOwnProcess = LaunchMode.current() == LaunchMode.NORMAL;
        if (isOwnProcess) {
            // a signal ends the service in a hook of its own; the database goes after it, pools and all
            Runtime.getRuntime().addShutdownHook(new Thread(() -> releaseAfter(stopped), "database release"));
        }
        Quarkus.run(
                Service.class,
                (exitCode, failure) -> {
                    if (failure != null) {
                        tell(failure);
                    }
                    stopped.countDown();
                    if (isOwnProcess) {
                        System.exit(exitCode);
                    } else {
                        DatabaseSettings.release();
                    }
                },
                arguments);
    }

    /** Quarkus leaves it to us to say why: one sentence for what start-up refuses, everything for what nobody expects. */
    private static void tell(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupException) {
                System.err.println("Claviger does not start: " + cause.getMessage());
                return;
            }
        }
        System.err.println("Claviger does not start, for a reason that it does not expect:");
        failure.printStackTrace();
    }

    private static void releaseAfter(CountDownLatch stopped) {
        try {
            if (!stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("the service did not end in time; its database is ended all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        DatabaseSettings.release();
    }

    /** The running service. */
    public static final class Service implements QuarkusApplication {
        private final Welcome welcome;

        Service(Welcome welcome) {
            this.welcome = welcome;
        }

        @Override
        public int run(String... arguments) {
            welcome.print(System.out);
            Quarkus.waitForExit();
            return 0;
        }
    }
}
