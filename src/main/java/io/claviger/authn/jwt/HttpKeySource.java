package io.claviger.authn.jwt;

import io.claviger.authn.token.KeySet;
import io.claviger.common.Json;
import io.claviger.common.JsonReader;
import io.claviger.common.MalformedJsonException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fetches key sets over HTTPS, without blocking. Redirects are not followed: an issuer says where its keys are, and
 * nobody else. An answer counts only with status 200, in time and in size.
 */
final class HttpKeySource implements KeySource, AutoCloseable {
    /** What never changes is fresh for as long as anything lasts. */
    private static final Duration ALWAYS = Duration.ofDays(36_500);

    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[\\s,])max-age=\"?(\\d{1,9})");
    private static final Pattern NOT_KEPT = Pattern.compile("(?:^|[\\s,])no-(?:store|cache)");

    private final Vertx vertx;
    private final HttpClient client;
    private final JsonReader json;
    private final JwksSettings settings;

    HttpKeySource(Vertx vertx, HttpClientOptions options, JsonReader json, JwksSettings settings) {
        this.vertx = vertx;
        this.json = json;
        this.settings = settings;
        this.client = vertx.createHttpClient(new HttpClientOptions(options)
                .setConnectTimeout((int) settings.timeout().toMillis())
                .setVerifyHost(true)
                .setTrustAll(false)
                .setDecompressionSupported(false));
    }

    @Override
    public Uni<Fetched> fetch(KeySet where) {
        return switch (where) {
            case KeySet.Inline inline -> Uni.createFrom().item(new Fetched(inline.jwks(), ALWAYS));
            case KeySet.At at -> jwks(at.address());
            case KeySet.Discovered discovered ->
                get(discovered.document())
                        .map(document -> address(document.body(), discovered.issuer()))
                        .flatMap(this::jwks);
        };
    }

    private Uni<Fetched> jwks(URI address) {
        return get(address).map(answer -> new Fetched(answer.body(), freshFor(answer.cacheControl())));
    }

    private Uni<Download.Answer> get(URI address) {
        if (!isAllowed(address)) {
            return Uni.createFrom().failure(new KeyFetchException("the address is not https"));
        }
        return Uni.createFrom().emitter(emitter -> new Download(vertx, settings, emitter).start(client, address));
    }

    private boolean isAllowed(URI address) {
        boolean isSafe = "https".equals(address.getScheme());
        boolean isPlain = "http".equals(address.getScheme()) && settings.insecureHttpAllowed();
        return (isSafe || isPlain) && address.getHost() != null && address.getRawUserInfo() == null;
    }

    /** OpenID Connect Discovery 1.0 section 4.3: the document must be of the very issuer that was asked. */
    private URI address(String document, String issuer) {
        try {
            if (json.read(document) instanceof Json.Obj settingsOfIssuer
                    && new Json.Str(issuer).equals(settingsOfIssuer.members().get("issuer"))
                    && settingsOfIssuer.members().get("jwks_uri") instanceof Json.Str address) {
                return URI.create(address.value());
            }
        } catch (MalformedJsonException | IllegalArgumentException e) {
            // answered below
        }
        throw new KeyFetchException("the discovery document is not that of the issuer, or names no keys");
    }

    private Duration freshFor(@Nullable String cacheControl) {
        String text = cacheControl == null ? "" : cacheControl.toLowerCase(Locale.ROOT);
        if (NOT_KEPT.matcher(text).find()) {
            return settings.minAge();
        }
        return Optional.of(MAX_AGE.matcher(text))
                .filter(Matcher::find)
                .map(found -> settings.bounded(Duration.ofSeconds(Long.parseLong(found.group(1)))))
                .orElse(settings.usualAge());
    }

    @Override
    public void close() {
        client.close();
    }
}
