package io.claviger.policy;

import java.util.BitSet;

/**
 * A pattern in which {@code *} stands for any run of characters and {@code ?} for one. Matching needs no memory beyond
 * two positions and goes back only to the latest star, so its time is at most the product of both lengths: a near miss
 * with many stars cannot explode.
 *
 * <p>A character of the pattern is a wildcard by position, not by value, so a literal star can stand beside a wild one.
 */
public final class Glob {
    private enum Form {
        ANY,
        EXACT,
        PREFIX,
        GENERAL
    }

    private final String pattern;
    private final boolean[] wild;
    private final Form form;
    private final int minimumLength;

    private Glob(String pattern, boolean[] wild) {
        this.pattern = pattern;
        this.wild = wild;
        this.form = formOf(pattern, wild);
        this.minimumLength = minimumLengthOf(pattern, wild);
    }

    /** A pattern in which every star and question mark is wild. */
    public static Glob of(String pattern) {
        return new Builder().append(pattern, true).build();
    }

    public boolean matches(String text) {
        return matches(text, 0, text.length());
    }

    /** Whether the part of a text from one position up to another matches. */
    boolean matches(String text, int from, int to) {
        return switch (form) {
            case ANY -> true;
            case EXACT -> to - from == pattern.length() && text.startsWith(pattern, from);
            case PREFIX ->
                to - from >= pattern.length() - 1 && text.regionMatches(from, pattern, 0, pattern.length() - 1);
            case GENERAL -> to - from >= minimumLength && matchesGeneral(text, from, to);
        };
    }

    private boolean matchesGeneral(String text, int from, int to) {
        int at = from;
        int in = 0;
        int star = -1;
        int resume = from;
        while (at < to) {
            if (in < pattern.length() && wild[in] && pattern.charAt(in) == '*') {
                star = in++;
                resume = at;
            } else if (in < pattern.length() && wild[in]) {
                in++;
                at = next(text, at, to);
            } else if (in < pattern.length() && pattern.charAt(in) == text.charAt(at)) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                resume = next(text, resume, to);
                at = resume;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && wild[in] && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }

    /** One character further; a surrogate pair is one character. */
    private static int next(String text, int at, int to) {
        boolean isPair = Character.isHighSurrogate(text.charAt(at))
                && at + 1 < to
                && Character.isLowSurrogate(text.charAt(at + 1));
        return isPair ? at + 2 : at + 1;
    }

    private static Form formOf(String pattern, boolean[] wild) {
        int last = pattern.length() - 1;
        for (int i = 0; i < last; i++) {
            if (wild[i]) {
                return Form.GENERAL;
            }
        }
        if (last < 0 || !wild[last]) {
            return Form.EXACT;
        }
        if (pattern.charAt(last) == '?') {
            return Form.GENERAL;
        }
        return last == 0 ? Form.ANY : Form.PREFIX;
    }

    private static int minimumLengthOf(String pattern, boolean[] wild) {
        int length = 0;
        for (int i = 0; i < pattern.length(); i++) {
            if (!wild[i] || pattern.charAt(i) == '?') {
                length++;
            }
        }
        return length;
    }

    @Override
    public String toString() {
        return pattern;
    }

    /** Puts a pattern together from pieces, some of them literal. */
    static final class Builder {
        private final StringBuilder pattern = new StringBuilder();
        private final BitSet wild = new BitSet();

        Builder append(String text, boolean wildcards) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (wildcards && (c == '*' || c == '?')) {
                    wild.set(pattern.length());
                }
                pattern.append(c);
            }
            return this;
        }

        Glob build() {
            boolean[] positions = new boolean[pattern.length()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = wild.get(i);
            }
            return new Glob(pattern.toString(), positions);
        }
    }
}
