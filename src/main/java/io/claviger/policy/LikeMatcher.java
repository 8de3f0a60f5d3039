package io.claviger.policy;

/** A pattern over a whole text, with case; also used for resources. */
record LikeMatcher(Template template) implements ValueMatcher {

    static ValueMatcher of(Template template) {
        Glob constant = template.isConstant() ? template.glob(Context.EMPTY) : null;
        return constant == null ? new LikeMatcher(template) : new Constant(constant);
    }

    @Override
    public Match match(String value, Context context) {
        if (template.leastLength(context) > value.length()) {
            return Match.NO;
        }
        Glob glob = template.glob(context);
        return glob == null ? Match.UNRESOLVED : Match.of(glob.matches(value));
    }

    private record Constant(Glob glob) implements ValueMatcher {
        @Override
        public Match match(String value, Context context) {
            return Match.of(glob.matches(value));
        }
    }
}
