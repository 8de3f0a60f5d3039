package io.claviger.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ARN operators: policy value and request value are split at their first five colons, and each of the six parts is
 * matched on its own, so that a star stays inside its part. The pattern is split before its variables are filled in, so
 * that a tag cannot move the parts behind it; only a pattern without any colon of its own, such as one variable for a
 * whole ARN, is split after. A text of fewer parts matches nothing.
 */
record ArnMatcher(List<Template> parts) implements ValueMatcher {
    private static final int PARTS = 6;

    static ValueMatcher of(Template template) {
        List<Template> parts = split(template);
        if (!template.isConstant()) {
            return parts.size() == 1 ? new Filled(template) : new ArnMatcher(parts);
        }
        List<Glob> globs = globs(parts, Context.EMPTY);
        return new Constant(globs == null ? List.of() : globs);
    }

    /** Whether a value has the parts of an ARN; one without matches nothing. */
    static boolean hasAllParts(Template template) {
        return split(template).size() == PARTS;
    }

    @Override
    public Match match(String value, Context context) {
        if (leastLength(context) > value.length()) {
            return Match.NO;
        }
        List<Glob> globs = globs(parts, context);
        return globs == null ? Match.UNRESOLVED : Match.of(matches(globs, value));
    }

    /** Negative if a variable stays unresolved. */
    private long leastLength(Context context) {
        long length = 0;
        for (Template part : parts) {
            long least = part.leastLength(context);
            if (least < 0) {
                return -1;
            }
            length += least;
        }
        return length;
    }

    private static boolean matches(List<Glob> globs, String value) {
        if (globs.size() < PARTS) {
            return false;
        }
        int from = 0;
        for (int i = 0; i < PARTS; i++) {
            int to = i == PARTS - 1 ? value.length() : value.indexOf(':', from);
            if (to < 0 || !globs.get(i).matches(value, from, to)) {
                return false;
            }
            from = to + 1;
        }
        return true;
    }

    private static @Nullable List<Glob> globs(List<Template> parts, Context context) {
        List<Glob> globs = new ArrayList<>(PARTS);
        for (Template part : parts) {
            Glob glob = part.glob(context);
            if (glob == null) {
                return null;
            }
            globs.add(glob);
        }
        return globs;
    }

    private static List<Template> split(Template template) {
        List<Template> parts = new ArrayList<>(PARTS);
        List<Template.Piece> part = new ArrayList<>();
        for (Template.Piece piece : template.pieces()) {
            if (!(piece instanceof Template.Piece.Plain plain)) {
                part.add(piece);
                continue;
            }
            String rest = plain.text();
            int colon = rest.indexOf(':');
            while (colon >= 0 && parts.size() < PARTS - 1) {
                part.add(new Template.Piece.Plain(rest.substring(0, colon), plain.wildcards()));
                parts.add(new Template(part));
                part.clear();
                rest = rest.substring(colon + 1);
                colon = rest.indexOf(':');
            }
            part.add(new Template.Piece.Plain(rest, plain.wildcards()));
        }
        parts.add(new Template(part));
        return parts;
    }

    /** A pattern whose parts show only when its variables are filled in. */
    private record Filled(Template template) implements ValueMatcher {
        @Override
        public Match match(String value, Context context) {
            if (template.leastLength(context) > value.length()) {
                return Match.NO;
            }
            Template filled = template.filled(context);
            return filled == null ? Match.UNRESOLVED : of(filled).match(value, context);
        }
    }

    private record Constant(List<Glob> globs) implements ValueMatcher {
        @Override
        public Match match(String value, Context context) {
            return Match.of(matches(globs, value));
        }
    }
}
