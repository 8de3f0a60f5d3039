package io.claviger.authn.sigv4;

/**
 * What a signing key is good for: a day, a region and a service.
 *
 * @param date the day as eight digits
 * @param terminator {@code aws4_request} in every valid scope
 */
record CredentialScope(String date, String region, String service, String terminator) {
    static final String TERMINATOR = "aws4_request";

    void appendTo(CanonicalBytes bytes) {
        bytes.add(date).add('/').add(region).add('/').add(service).add('/').add(terminator);
    }

    @Override
    public String toString() {
        return date + "/" + region + "/" + service + "/" + terminator;
    }
}
