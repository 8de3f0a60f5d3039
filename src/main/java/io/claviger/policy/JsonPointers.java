package io.claviger.policy;

/** JSON pointers (RFC 6901) into a policy document. */
final class JsonPointers {
    static final String STATEMENT = "/Statement";

    private JsonPointers() {}

    /** A statement: {@code Statement} may be a list or, instead of a list of one, the object itself. */
    static String statement(int index, boolean isInList) {
        return isInList ? STATEMENT + "/" + index : STATEMENT;
    }

    static String child(String pointer, String... names) {
        StringBuilder text = new StringBuilder(pointer);
        for (String name : names) {
            text.append('/').append(name.replace("~", "~0").replace("/", "~1"));
        }
        return text.toString();
    }
}
