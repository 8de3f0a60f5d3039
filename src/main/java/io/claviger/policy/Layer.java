package io.claviger.policy;

/** A layer of policies, with the words that AccessDenied texts use for one of its policies. */
public enum Layer {
    SERVICE_CONTROL("a", "service control policy"),
    RESOURCE("a", "resource-based policy"),
    IDENTITY("an", "identity-based policy"),
    BOUNDARY("a", "permissions boundary"),
    SESSION("a", "session policy");

    private final String article;
    private final String words;

    Layer(String article, String words) {
        this.article = article;
        this.words = words;
    }

    /** {@code resource-based policy}, as after "because no". */
    public String words() {
        return words;
    }

    /** {@code a resource-based policy}, as after "with an explicit deny in". */
    public String wordsWithArticle() {
        return article + " " + words;
    }
}
