package io.claviger.http;

import io.claviger.authn.RawCall;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Requests of the HTTP server as the authenticators see them. */
public final class RawCalls {
    private RawCalls() {}

    public static RawCall of(HttpServerRequest request, byte[] body) {
        List<RawCall.Header> headers = new ArrayList<>();
        for (Map.Entry<String, String> header : request.headers()) {
            headers.add(new RawCall.Header(header.getKey(), header.getValue()));
        }
        if (request.headers().get("Host") == null && request.authority() != null) {
            // HTTP/2 has no Host header; clients sign the authority under that name
            headers.add(new RawCall.Header("Host", request.authority().toString()));
        }
        String path = request.path() == null ? "/" : request.path();
        String query = request.query() == null ? "" : request.query();
        return new RawCall(
                request.method().name(),
                path,
                query,
                headers,
                body,
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress(),
                tls(request.sslSession()));
    }

    private static RawCall.@Nullable Tls tls(@Nullable SSLSession session) {
        return session == null ? null : new RawCall.Tls(session.getProtocol(), session.getCipherSuite());
    }
}
