package io.claviger.authn.sigv4;

/**
 * The parameter {@code Credential}: {@code keyid/date/region/service/aws4_request}. Its parts are text that nobody has
 * looked at yet, and may be empty.
 */
record ScopedCredential(String accessKeyId, CredentialScope scope) {
    private static final int LONGEST_ACCESS_KEY_ID = 128;

    /** Splits at exactly four slashes. */
    static ScopedCredential parse(String text) {
        int first = text.indexOf('/');
        int second = text.indexOf('/', first + 1);
        int third = text.indexOf('/', second + 1);
        int fourth = text.indexOf('/', third + 1);
        boolean isFourSlashes =
                first >= 0 && second > first && third > second && fourth > third && text.indexOf('/', fourth + 1) < 0;
        if (!isFourSlashes) {
            throw Refusal.malformedCredential(text);
        }
        return new ScopedCredential(
                text.substring(0, first),
                new CredentialScope(
                        text.substring(first + 1, second),
                        text.substring(second + 1, third),
                        text.substring(third + 1, fourth),
                        text.substring(fourth + 1)));
    }

    /**
     * Whether the id could name an access key at all: {@code \w{1,128}}, as the IAM model has it but for its least
     * length. Anything else is not worth a look into the database.
     */
    boolean mayExist() {
        if (accessKeyId.isEmpty() || accessKeyId.length() > LONGEST_ACCESS_KEY_ID) {
            return false;
        }
        for (int i = 0; i < accessKeyId.length(); i++) {
            char c = accessKeyId.charAt(i);
            if ((c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '_') {
                return false;
            }
        }
        return true;
    }
}
