package io.claviger.policy;

/** {@code true} or {@code false}, without case; anything else on either side matches nothing. */
record BoolMatcher(ValueMatcher text) implements ValueMatcher {

    @Override
    public Match match(String value, Context context) {
        return isBool(value) ? text.match(value, context) : Match.NO;
    }

    static boolean isBool(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }
}
