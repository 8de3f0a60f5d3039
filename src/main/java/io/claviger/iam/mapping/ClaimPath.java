package io.claviger.iam.mapping;

import io.claviger.common.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names a claim, with dots into objects: {@code realm_access.roles}. A name with other characters than letters, digits,
 * {@code _}, {@code -} and {@code :} stands in quotes: {@code "https://example.com/roles"}.
 */
public record ClaimPath(List<String> names) {
    private static final Pattern PLAIN = Pattern.compile("[\\w:-]+");
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"|([\\w:-]+)");

    public ClaimPath {
        names = List.copyOf(names);
        if (names.isEmpty() || names.stream().anyMatch(name -> name.isEmpty() || name.indexOf('"') >= 0)) {
            throw new IllegalArgumentException("not the path of a claim");
        }
    }

    /** Empty for text that is no path. */
    public static Optional<ClaimPath> parse(String text) {
        List<String> names = new ArrayList<>();
        Matcher name = NAME.matcher(text);
        int at = 0;
        while (name.region(at, text.length()).lookingAt()) {
            names.add(name.group(1) == null ? name.group(2) : name.group(1));
            at = name.end();
            if (at == text.length()) {
                return Optional.of(new ClaimPath(names));
            }
            if (text.charAt(at) != '.') {
                return Optional.empty();
            }
            at++;
        }
        return Optional.empty();
    }

    /** What stands there; JSON's null counts as nothing. */
    Optional<Json> find(Json.Obj claims) {
        Json at = claims;
        for (String name : names) {
            Json next = at instanceof Json.Obj object ? object.members().get(name) : null;
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return at instanceof Json.Null ? Optional.empty() : Optional.of(at);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return names.stream()
                .map(name -> PLAIN.matcher(name).matches() ? name : '"' + name + '"')
                .collect(Collectors.joining("."));
    }
}
