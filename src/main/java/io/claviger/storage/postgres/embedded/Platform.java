package io.claviger.storage.postgres.embedded;

import java.util.Locale;

/** What machine this is, as far as PostgreSQL programs are built for it. */
record Platform(OperatingSystem operatingSystem, Architecture architecture) {
    enum OperatingSystem {
        LINUX,
        DARWIN
    }

    enum Architecture {
        X86_64,
        ARM_64
    }

    static Platform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static Platform of(String systemName, String architectureName) {
        OperatingSystem system = switch (systemName) {
            case "Linux" -> OperatingSystem.LINUX;
            case "Mac OS X", "Darwin" -> OperatingSystem.DARWIN;
            default -> throw unsupported(systemName, architectureName);
        };
        Architecture architecture = switch (architectureName) {
            case "amd64", "x86_64" -> Architecture.X86_64;
            case "aarch64", "arm64" -> Architecture.ARM_64;
            default -> throw unsupported(systemName, architectureName);
        };
        return new Platform(system, architecture);
    }

    static EmbeddedPostgresException unsupported(String systemName, String architectureName) {
        return new EmbeddedPostgresException("There is no embedded PostgreSQL for " + systemName + " on "
                + architectureName + ": configure a database of your own.");
    }

    String archiveName() {
        return "postgres-" + operatingSystem.name().toLowerCase(Locale.ROOT) + "-"
                + architecture.name().toLowerCase(Locale.ROOT) + ".txz";
    }
}
