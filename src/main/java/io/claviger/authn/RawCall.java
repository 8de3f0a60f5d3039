package io.claviger.authn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over the wire, before anything is believed of it.
 *
 * @param method the HTTP method, upper case
 * @param path the path exactly as sent, still percent-encoded
 * @param query the query string exactly as sent, without its question mark; empty when there is none
 * @param headers every header in the order sent, repeated ones too
 * @param body the bytes of the body; shared, never modified
 * @param remoteAddress the peer's IP address as text
 * @param tls what the connection's TLS handshake agreed on; absent on a plain connection
 */
public record RawCall(
        String method,
        String path,
        String query,
        List<Header> headers,
        byte[] body,
        String remoteAddress,
        @Nullable Tls tls) {

    public record Header(String name, String value) {}

    /** Names as CloudTrail's tlsDetails has them, e.g. {@code TLSv1.3} and {@code TLS_AES_128_GCM_SHA256}. */
    public record Tls(String version, String cipherSuite) {}

    public RawCall {
        headers = List.copyOf(headers);
    }

    /** The values of all headers of that name, without regard to case, in the order sent. */
    public List<String> headerValues(String name) {
        List<String> values = new ArrayList<>(1);
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                values.add(header.value());
            }
        }
        return values;
    }

    /** The value of the first header of that name, without regard to case. */
    public Optional<String> header(String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }

    /** Never the headers or the body: they hold signatures, tokens and plaintext. */
    @Override
    public String toString() {
        return method.toUpperCase(Locale.ROOT) + " " + path + " [" + body.length + " bytes]";
    }
}
