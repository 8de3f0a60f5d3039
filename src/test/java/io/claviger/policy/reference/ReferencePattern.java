package io.claviger.policy.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Text of a policy after its variables were replaced. Knows which characters the policy's author wrote. */
record ReferencePattern(List<Symbol> symbols) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*}");

    /** @param isWritten whether it stands in the policy as it is, so that {@code *} and {@code ?} may be wildcards */
    record Symbol(int codePoint, boolean isWritten) {
        boolean isStar() {
            return isWritten && codePoint == '*';
        }

        boolean isQuestionMark() {
            return isWritten && codePoint == '?';
        }
    }

    static ReferencePattern of(String text) {
        List<Symbol> symbols = new ArrayList<>();
        addAll(symbols, text, true);
        return new ReferencePattern(symbols);
    }

    /** Whether every variable that begins ends too. */
    static boolean isReadable(String text) {
        return !VARIABLE.matcher(text).replaceAll("").contains("${");
    }

    /** Whether there are variables besides those that stand for one character. */
    static boolean namesKeys(String text) {
        return VARIABLE.matcher(text.replaceAll("\\$\\{[*?$]}", "")).find();
    }

    /** Replaces {@code ${…}}; empty if a variable has neither value nor default. */
    static Optional<ReferencePattern> resolve(String text, Map<String, List<String>> context) {
        List<Symbol> symbols = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int start = text.indexOf("${", at);
            int end = start < 0 ? -1 : text.indexOf('}', start);
            if (end < 0) {
                addAll(symbols, text.substring(at), true);
                break;
            }
            addAll(symbols, text.substring(at, start), true);
            Optional<String> value = valueOf(text.substring(start + 2, end), context);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            addAll(symbols, value.get(), false);
            at = end + 1;
        }
        return Optional.of(new ReferencePattern(symbols));
    }

    private static void addAll(List<Symbol> symbols, String text, boolean isWritten) {
        text.codePoints().forEach(codePoint -> symbols.add(new Symbol(codePoint, isWritten)));
    }

    private static Optional<String> valueOf(String variable, Map<String, List<String>> context) {
        if (variable.equals("*") || variable.equals("?") || variable.equals("$")) {
            return Optional.of(variable);
        }
        int comma = variable.indexOf(',');
        String key = (comma < 0 ? variable : variable.substring(0, comma)).strip();
        List<String> values = context.getOrDefault(key.toLowerCase(java.util.Locale.ROOT), List.of());
        if (values.size() == 1) {
            return Optional.of(values.getFirst());
        }
        // a default is for an absent key, not for one with several values
        if (comma < 0 || !values.isEmpty()) {
            return Optional.empty();
        }
        String quoted = variable.substring(comma + 1).strip();
        return Optional.of(quoted.substring(1, quoted.length() - 1));
    }

    /** The text without any wildcards: a star is a star. */
    String literal() {
        StringBuilder text = new StringBuilder();
        symbols.forEach(symbol -> text.appendCodePoint(symbol.codePoint()));
        return text.toString();
    }

    boolean matches(String text) {
        int[] codePoints = text.codePoints().toArray();
        return matches(0, codePoints, 0, new Boolean[symbols.size() + 1][codePoints.length + 1]);
    }

    private boolean matches(int i, int[] text, int j, Boolean[][] known) {
        if (known[i][j] == null) {
            known[i][j] = compute(i, text, j, known);
        }
        return known[i][j];
    }

    private boolean compute(int i, int[] text, int j, Boolean[][] known) {
        if (i == symbols.size()) {
            return j == text.length;
        }
        Symbol symbol = symbols.get(i);
        if (symbol.isStar()) {
            return matches(i + 1, text, j, known) || (j < text.length && matches(i, text, j + 1, known));
        }
        return j < text.length
                && (symbol.isQuestionMark() || symbol.codePoint() == text[j])
                && matches(i + 1, text, j + 1, known);
    }

    /**
     * The six parts of an ARN pattern; fewer if there are too few colons. What a variable stands for may bring colons
     * along, but they count only where the author wrote none: a tag must not move the parts behind it.
     */
    List<ReferencePattern> arnParts() {
        boolean hasWrittenColon = symbols.stream().anyMatch(symbol -> symbol.codePoint() == ':' && symbol.isWritten());
        List<ReferencePattern> parts = new ArrayList<>();
        List<Symbol> part = new ArrayList<>();
        for (Symbol symbol : symbols) {
            boolean isColon = symbol.codePoint() == ':' && (symbol.isWritten() || !hasWrittenColon);
            if (isColon && parts.size() < 5) {
                parts.add(new ReferencePattern(part));
                part = new ArrayList<>();
            } else {
                part.add(symbol);
            }
        }
        parts.add(new ReferencePattern(part));
        return parts;
    }
}
