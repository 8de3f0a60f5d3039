package io.claviger.authn.jwt;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One GET: ends once, within its time, with an answer of bounded size or a failure. */
final class Download {
    private static final int OK = 200;

    private final Vertx vertx;
    private final JwksSettings settings;
    private final UniEmitter<? super Answer> emitter;
    private final AtomicBoolean hasEnded = new AtomicBoolean();
    private final AtomicReference<@Nullable HttpClientRequest> request = new AtomicReference<>();
    private final Buffer body = Buffer.buffer();
    private long timer;

    record Answer(String body, @Nullable String cacheControl) {}

    Download(Vertx vertx, JwksSettings settings, UniEmitter<? super Answer> emitter) {
        this.vertx = vertx;
        this.settings = settings;
        this.emitter = emitter;
    }

    void start(HttpClient client, URI address) {
        timer = vertx.setTimer(settings.timeout().toMillis(), id -> fail("no answer in time"));
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(address.toString())
                        .putHeader(HttpHeaders.ACCEPT, "application/json")
                        .setFollowRedirects(false))
                .onFailure(this::fail)
                .onSuccess(this::send);
    }

    private void send(HttpClientRequest made) {
        request.set(made);
        if (hasEnded.get()) {
            made.reset();
            return;
        }
        made.exceptionHandler(this::fail);
        made.send().onFailure(this::fail).onSuccess(this::receive);
    }

    private void receive(HttpClientResponse response) {
        response.exceptionHandler(this::fail);
        if (response.statusCode() != OK) {
            fail("status " + response.statusCode());
            return;
        }
        response.handler(part -> {
            if (body.length() + part.length() > settings.maxBytes()) {
                fail("the answer is too long");
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> {
            if (end()) {
                emitter.complete(new Answer(
                        body.toString(StandardCharsets.UTF_8), response.getHeader(HttpHeaders.CACHE_CONTROL)));
            }
        });
    }

    private void fail(Throwable cause) {
        fail(cause.getClass().getSimpleName());
    }

    private void fail(String what) {
        if (end()) {
            HttpClientRequest made = request.get();
            if (made != null) {
                made.reset();
            }
            emitter.fail(new KeyFetchException(what));
        }
    }

    private boolean end() {
        if (!hasEnded.compareAndSet(false, true)) {
            return false;
        }
        vertx.cancelTimer(timer);
        return true;
    }
}
