package io.claviger.config;

import jakarta.inject.Singleton;
import java.io.PrintStream;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells whoever started the service how to reach it. Never shows a secret: those are in the credentials file. */
@Singleton
final class Welcome {
    private final ClavigerConfig config;
    private final Wiring.ServedRegions regions;
    private final String host;
    private final int port;

    Welcome(
            ClavigerConfig config,
            Wiring.ServedRegions regions,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.config = config;
        this.regions = regions;
        this.host = host;
        this.port = port;
    }

    void print(PrintStream out) {
        CredentialsFile credentials = new CredentialsFile(config.dataDir());
        String reachable = "0.0.0.0".equals(host) ? "127.0.0.1" : host;
        String account = config.bootstrap().accountId();
        String export = credentials.exists() ? "AWS_SHARED_CREDENTIALS_FILE='" + credentials.path() + "' " : "";
        out.printf(
                Locale.ROOT,
                """

                Claviger answers on http://%s:%d for account %s in %s.
                Try it:

                  export %sAWS_ENDPOINT_URL=http://%s:%d AWS_DEFAULT_REGION=%s
                  aws kms create-alias --alias-name alias/first --target-key-id "$(aws kms create-key --query KeyMetadata.KeyId --output text)"
                  aws kms encrypt --key-id alias/first --plaintext "$(echo hello | base64)"

                """,
                reachable,
                port,
                account,
                regions.all(),
                export,
                reachable,
                port,
                regions.all().getFirst());
        out.flush();
    }
}
