package io.claviger.policy;

/** Equality of texts, with case or without; stars and question marks are themselves. */
record TextMatcher(Template template, boolean ignoresCase) implements ValueMatcher {

    static ValueMatcher of(Template template, boolean ignoresCase) {
        String constant = template.isConstant() ? template.text(Context.EMPTY) : null;
        return constant == null ? new TextMatcher(template, ignoresCase) : new Constant(constant, ignoresCase);
    }

    @Override
    public Match match(String value, Context context) {
        if (template.leastLength(context) > value.length()) {
            return Match.NO;
        }
        String wanted = template.text(context);
        return wanted == null ? Match.UNRESOLVED : Match.of(same(wanted, value, ignoresCase));
    }

    private static boolean same(String wanted, String value, boolean ignoresCase) {
        return ignoresCase ? wanted.equalsIgnoreCase(value) : wanted.equals(value);
    }

    private record Constant(String wanted, boolean ignoresCase) implements ValueMatcher {
        @Override
        public Match match(String value, Context context) {
            return Match.of(same(wanted, value, ignoresCase));
        }
    }
}
