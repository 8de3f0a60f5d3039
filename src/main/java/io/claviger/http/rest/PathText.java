package io.claviger.http.rest;

import io.claviger.common.PercentText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Path and query of a request, decoded once and strictly: percent-encoded UTF-8 (RFC 3986). A slash that is encoded
 * belongs to its segment, as in the ARN of a key.
 */
final class PathText {
    private PathText() {}

    /** The segments of the path as sent, each decoded; empty if something is broken. */
    static Optional<List<String>> segments(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            Optional<String> decoded = decode(segment, false);
            if (decoded.isEmpty()) {
                return Optional.empty();
            }
            segments.add(decoded.get());
        }
        return Optional.of(segments);
    }

    /** The parameters of the query as sent, decoded, each with its values in their order; empty if something is broken. */
    static Optional<Map<String, List<String>>> parameters(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&", -1)) {
            if (parameter.isEmpty()) {
                continue;
            }
            int equals = parameter.indexOf('=');
            Optional<String> name = decode(equals < 0 ? parameter : parameter.substring(0, equals), true);
            Optional<String> value = decode(equals < 0 ? "" : parameter.substring(equals + 1), true);
            if (name.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            parameters.computeIfAbsent(name.get(), first -> new ArrayList<>()).add(value.get());
        }
        return Optional.of(parameters);
    }

    /** @param isQuery where a plus sign is a space, as for the signature */
    private static Optional<String> decode(String text, boolean isQuery) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return isQuery ? PercentText.decodeForm(bytes, 0, bytes.length) : PercentText.decode(bytes, 0, bytes.length);
    }
}
