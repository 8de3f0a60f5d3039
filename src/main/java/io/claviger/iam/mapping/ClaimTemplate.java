package io.claviger.iam.mapping;

import io.claviger.common.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Text with claims in it: {@code arn:aws:iam::111122223333:user/${claim:preferred_username}}. */
public final class ClaimTemplate {
    private static final String BEGIN = "${";
    private static final String CLAIM = "${claim:";

    private final List<Part> parts;

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Claim(ClaimPath path) implements Part {}
    }

    private ClaimTemplate(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Throws IllegalArgumentException with a sentence about what is wrong. */
    public static ClaimTemplate parse(String text) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        for (int next = text.indexOf(BEGIN); next >= 0; next = text.indexOf(BEGIN, at)) {
            if (next > at) {
                parts.add(new Part.Literal(text.substring(at, next)));
            }
            if (!text.startsWith(CLAIM, next)) {
                throw new IllegalArgumentException("only ${claim:…} may be filled in");
            }
            int end = end(text, next + CLAIM.length());
            parts.add(new Part.Claim(ClaimPath.parse(text.substring(next + CLAIM.length(), end))
                    .orElseThrow(() -> new IllegalArgumentException("a ${claim:…} does not name a claim"))));
            at = end + 1;
        }
        if (at < text.length()) {
            parts.add(new Part.Literal(text.substring(at)));
        }
        return new ClaimTemplate(parts);
    }

    /** Of the closing brace; braces in quotes belong to a name. */
    private static int end(String text, int from) {
        boolean isQuoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == '}' && !isQuoted) {
                return i;
            }
        }
        throw new IllegalArgumentException("a ${claim:…} does not end");
    }

    /** Whether it is one claim and nothing else. */
    boolean isOneClaim() {
        return parts.size() == 1 && parts.getFirst() instanceof Part.Claim;
    }

    /** With every claim in its place, if each is one string that may stand there. */
    String fill(Json.Obj claims, Predicate<String> mayStand) throws UnmappableException {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> text.append(literal.text());
                case Part.Claim claim -> text.append(value(claim.path(), claims, mayStand));
            }
        }
        return text.toString();
    }

    /** With the same text in the place of every claim. */
    String fillAll(String value) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part instanceof Part.Literal literal ? literal.text() : value);
        }
        return text.toString();
    }

    private static String value(ClaimPath path, Json.Obj claims, Predicate<String> mayStand)
            throws UnmappableException {
        String value = text(path, only(path, path.find(claims)));
        if (!mayStand.test(value)) {
            throw new UnmappableException("the claim " + path + " has characters that may not stand there, or none");
        }
        return value;
    }

    private static Json only(ClaimPath path, Optional<Json> found) throws UnmappableException {
        if (found.isEmpty()
                || (found.get() instanceof Json.Arr list && list.items().isEmpty())) {
            throw new UnmappableException("the claim " + path + " is absent");
        }
        if (found.get() instanceof Json.Arr list) {
            if (list.items().size() > 1) {
                throw new UnmappableException("the claim " + path + " has more than one value");
            }
            return list.items().getFirst();
        }
        return found.get();
    }

    private static String text(ClaimPath path, Json value) throws UnmappableException {
        if (value instanceof Json.Str text) {
            return text.value();
        }
        throw new UnmappableException("the claim " + path + " is not a string");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClaimTemplate template && template.parts.equals(parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> text.append(literal.text());
                case Part.Claim claim -> text.append(CLAIM).append(claim.path()).append('}');
            }
        }
        return text.toString();
    }
}
