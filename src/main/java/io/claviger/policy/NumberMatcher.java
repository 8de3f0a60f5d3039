package io.claviger.policy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Decimal numbers, compared by value: 7 equals 7.0. A request value that is no number matches nothing. */
record NumberMatcher(BigDecimal bound, Order order) implements ValueMatcher {
    private static final int MAXIMUM_LENGTH = 64;
    private static final int MAXIMUM_EXPONENT = 999;

    static @Nullable ValueMatcher of(String text, Order order) {
        BigDecimal bound = parse(text);
        return bound == null ? null : new NumberMatcher(bound, order);
    }

    @Override
    public Match match(String value, Context context) {
        BigDecimal number = parse(value);
        return Match.of(number != null && order.accepts(number.compareTo(bound)));
    }

    /** Reads a decimal number of bounded size; null for anything else. */
    static @Nullable BigDecimal parse(String text) {
        if (text.isEmpty() || text.length() > MAXIMUM_LENGTH || !isPlain(text)) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > MAXIMUM_EXPONENT ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** BigDecimal reads the digits of every script; policies know only these. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
