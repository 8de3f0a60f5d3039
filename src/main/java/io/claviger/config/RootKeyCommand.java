package io.claviger.config;

import io.claviger.rootkey.file.RootKeyFile;
import io.claviger.rootkey.file.RootKeys;
import io.smallrye.config.SmallRyeConfig;
import java.io.PrintStream;
import java.nio.file.Path;

/** The commands on the root key file. A running service follows the file by itself. */
final class RootKeyCommand {
    private RootKeyCommand() {}

    static int show(String[] arguments, PrintStream out, PrintStream err) {
        try (RootKeys keys = file().load()) {
            out.println("primary root key: " + keys.primaryId());
        }
        return 0;
    }

    static int rotate(String[] arguments, PrintStream out, PrintStream err) {
        out.println("new primary root key: " + file().rotate());
        return 0;
    }

    static int add(String[] arguments, PrintStream out, PrintStream err) {
        out.println("new root key, not primary yet: " + file().add());
        return 0;
    }

    static int promote(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length != 1) {
            err.println("usage: root-key promote ID");
            return 2;
        }
        file().promote(arguments[0]);
        out.println("primary root key: " + arguments[0]);
        return 0;
    }

    static int drop(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length != 1) {
            err.println("usage: root-key drop ID");
            return 2;
        }
        file().drop(arguments[0]);
        out.println("dropped root key: " + arguments[0]);
        return 0;
    }

    private static RootKeyFile file() {
        SmallRyeConfig config = DatabaseSettings.settings();
        Path path = config.getOptionalValue("claviger.root-key.file", String.class)
                .map(Path::of)
                .orElseGet(() -> DatabaseSettings.dataDir(config).resolve("root.key"));
        return new RootKeyFile(path.toAbsolutePath(), new SystemRandom());
    }
}
