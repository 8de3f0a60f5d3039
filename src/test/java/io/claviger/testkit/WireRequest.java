package io.claviger.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, header by header as it goes over the wire.
 *
 * @param target path and query as sent
 */
public record WireRequest(String method, String target, List<Header> headers, byte[] body) {

    public record Header(String name, String value) {}

    public WireRequest {
        headers = List.copyOf(headers);
    }

    /** A call of an operation, not signed. */
    public static WireRequest call(@Nullable String operation, String body) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Content-Type", "application/x-amz-json-1.1"));
        if (operation != null) {
            headers.add(new Header("X-Amz-Target", "TrentService." + operation));
        }
        return new WireRequest("POST", "/", headers, body.getBytes(StandardCharsets.UTF_8));
    }

    public WireRequest to(String otherMethod, String otherTarget) {
        return new WireRequest(otherMethod, otherTarget, headers, body);
    }

    public WireRequest withBody(byte[] otherBody) {
        return new WireRequest(method, target, headers, otherBody);
    }

    /** One header more. */
    public WireRequest with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new WireRequest(method, target, more, body);
    }

    public WireRequest without(String name) {
        List<Header> fewer = new ArrayList<>(headers);
        fewer.removeIf(header -> header.name().equalsIgnoreCase(name));
        return new WireRequest(method, target, fewer, body);
    }

    /** The header of that name changed. */
    public WireRequest changing(String name, UnaryOperator<String> change) {
        List<Header> changed = new ArrayList<>();
        for (Header header : headers) {
            changed.add(
                    header.name().equalsIgnoreCase(name)
                            ? new Header(header.name(), change.apply(header.value()))
                            : header);
        }
        return new WireRequest(method, target, changed, body);
    }

    public @Nullable String header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst()
                .orElse(null);
    }

    @Override
    public String toString() {
        return method + " " + target + " " + headers + " " + new String(body, StandardCharsets.UTF_8);
    }
}
