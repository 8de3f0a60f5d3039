package io.claviger.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text of a policy, split once into plain pieces and policy variables ({@code ${aws:username}},
 * {@code ${aws:PrincipalTag/team, 'none'}}, {@code ${*}}). What a variable brings in is literal: it never adds a
 * wildcard.
 */
final class Template {
    /** A run of the text: as written, or literal because it was escaped. */
    sealed interface Piece {
        record Plain(String text, boolean wildcards) implements Piece {}

        /** A variable by its folded key; without a fallback it may stay unresolved. */
        record Variable(String foldedKey, @Nullable String fallback) implements Piece {}
    }

    private final List<Piece> pieces;

    Template(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Splits a text; empty if a variable is not closed or has no name. Version 2008-10-17 knows no variables. */
    static Optional<Template> parse(String text, boolean variables) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        int open = variables ? text.indexOf("${") : -1;
        while (open >= 0) {
            int close = text.indexOf('}', open);
            Piece variable = close < 0 ? null : piece(text.substring(open + 2, close));
            if (variable == null) {
                return Optional.empty();
            }
            addPlain(pieces, text.substring(from, open));
            pieces.add(variable);
            from = close + 1;
            open = text.indexOf("${", from);
        }
        addPlain(pieces, text.substring(from));
        return Optional.of(new Template(pieces));
    }

    private static void addPlain(List<Piece> pieces, String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece.Plain(text, true));
        }
    }

    private static @Nullable Piece piece(String inside) {
        if (inside.equals("*") || inside.equals("?") || inside.equals("$")) {
            return new Piece.Plain(inside, false);
        }
        int comma = inside.indexOf(',');
        String key = (comma < 0 ? inside : inside.substring(0, comma)).strip();
        if (key.isEmpty()) {
            return null;
        }
        if (comma < 0) {
            return new Piece.Variable(CaseFold.fold(key), null);
        }
        String fallback = inside.substring(comma + 1).strip();
        boolean isQuoted = fallback.length() >= 2 && fallback.startsWith("'") && fallback.endsWith("'");
        return isQuoted ? new Piece.Variable(CaseFold.fold(key), fallback.substring(1, fallback.length() - 1)) : null;
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** The folded keys of its variables. */
    List<String> variables() {
        return pieces.stream()
                .filter(Piece.Variable.class::isInstance)
                .map(piece -> ((Piece.Variable) piece).foldedKey())
                .toList();
    }

    boolean isConstant() {
        return pieces.stream().noneMatch(Piece.Variable.class::isInstance);
    }

    /**
     * No text that the template matches is shorter, with its variables filled in; negative if one stays unresolved. To be
     * asked before filling in: a policy may name one long value a thousand times.
     */
    long leastLength(Context context) {
        long length = 0;
        for (Piece piece : pieces) {
            String part = part(piece, context);
            if (part == null) {
                return -1;
            }
            boolean isPattern = piece instanceof Piece.Plain plain && plain.wildcards();
            length += isPattern ? part.length() - stars(part) : part.length();
        }
        return length;
    }

    private static int stars(String text) {
        int stars = 0;
        for (int i = text.indexOf('*'); i >= 0; i = text.indexOf('*', i + 1)) {
            stars++;
        }
        return stars;
    }

    /** The text with its variables filled in; null if one stays unresolved. */
    @Nullable
    String text(Context context) {
        StringBuilder filled = new StringBuilder();
        for (Piece piece : pieces) {
            String part = part(piece, context);
            if (part == null) {
                return null;
            }
            filled.append(part);
        }
        return filled.toString();
    }

    /** The same with its variables replaced by literal pieces; null if one stays unresolved. */
    @Nullable
    Template filled(Context context) {
        List<Piece> filled = new ArrayList<>();
        for (Piece piece : pieces) {
            String part = part(piece, context);
            if (part == null) {
                return null;
            }
            filled.add(new Piece.Plain(part, piece instanceof Piece.Plain plain && plain.wildcards()));
        }
        return new Template(filled);
    }

    /** The pattern with its variables filled in; null if one stays unresolved. */
    @Nullable
    Glob glob(Context context) {
        Glob.Builder builder = new Glob.Builder();
        for (Piece piece : pieces) {
            String part = part(piece, context);
            if (part == null) {
                return null;
            }
            builder.append(part, piece instanceof Piece.Plain plain && plain.wildcards());
        }
        return builder.build();
    }

    private static @Nullable String part(Piece piece, Context context) {
        return switch (piece) {
            case Piece.Plain plain -> plain.text();
            case Piece.Variable variable -> {
                List<String> values = context.values(variable.foldedKey());
                // only a single-valued key can stand in a text
                yield values.size() == 1 ? values.get(0) : values.isEmpty() ? variable.fallback() : null;
            }
        };
    }
}
