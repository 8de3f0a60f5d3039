package io.claviger.authz.condition;

/** What the values of a condition key are, and so which operators fit (policy-language.md, section 5). */
public enum ValueType {
    STRING("String"),
    BOOL("Bool"),
    NUMERIC("Numeric"),
    DATE("Date"),
    ARN("ARN"),
    IP_ADDRESS("IP address");

    private final String title;

    ValueType(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
