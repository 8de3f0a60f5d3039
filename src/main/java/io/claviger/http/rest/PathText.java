package io.claviger.http.rest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
        ByteBuffer bytes = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int octet = i + 2 < text.length() ? octet(text.charAt(i + 1), text.charAt(i + 2)) : -1;
                if (octet < 0) {
                    return Optional.empty();
                }
                bytes.put((byte) octet);
                i += 2;
            } else if (c > ' ' && c < 0x7f) {
                bytes.put((byte) (isQuery && c == '+' ? ' ' : c));
            } else {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Negative for what are no two hexadecimal digits. */
    private static int octet(char high, char low) {
        int octet = Character.digit(high, 16) << 4 | Character.digit(low, 16);
        return high < 0x80 && low < 0x80 ? octet : -1;
    }
}
