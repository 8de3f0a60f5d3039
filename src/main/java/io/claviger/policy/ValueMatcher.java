package io.claviger.policy;

/** One value that a policy lists, compiled: does a value of the request match it? */
interface ValueMatcher {
    enum Match {
        YES,
        NO,
        /** The policy's value holds a variable that the context does not know. */
        UNRESOLVED;

        static Match of(boolean matches) {
            return matches ? YES : NO;
        }
    }

    Match match(String value, Context context);
}
