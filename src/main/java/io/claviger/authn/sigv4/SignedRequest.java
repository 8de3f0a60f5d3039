package io.claviger.authn.sigv4;

import io.claviger.authn.RawCall;
import io.claviger.common.KmsException;
import java.util.List;
import java.util.Optional;

/**
 * What a request says about its signature, from the Authorization header or from the query string. Complete, and
 * nothing of it believed.
 *
 * @param signature as sent, whatever it is
 * @param hasSessionToken a session token came along; which one, only the STS will ask
 */
record SignedRequest(
        ScopedCredential credential,
        SignedHeaders signedHeaders,
        String signature,
        RequestTime time,
        Validity validity,
        boolean hasSessionToken) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String DATE = "X-Amz-Date";
    private static final String SECURITY_TOKEN = "X-Amz-Security-Token";
    private static final String EXPIRES = "X-Amz-Expires";
    private static final List<String> IN_QUERY = List.of(
            QueryParameters.ALGORITHM, "X-Amz-Credential", QueryParameters.SIGNATURE, "X-Amz-SignedHeaders", DATE);

    /**
     * Reads what the request says.
     *
     * @throws KmsException an incomplete signature, saying what is missing
     */
    static SignedRequest of(RawCall call, QueryParameters query) {
        List<String> authorization = call.headerValues("Authorization");
        if (query.isPresigned()) {
            if (!authorization.isEmpty()) {
                throw Refusal.invalid("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
                        + " header.");
            }
            return ofQuery(call, query);
        }
        if (authorization.size() != 1) {
            throw Refusal.incomplete("Request must have exactly one 'Authorization' header.");
        }
        return ofHeader(call, authorization.getFirst());
    }

    private static SignedRequest ofHeader(RawCall call, String value) {
        AuthorizationHeader header = AuthorizationHeader.parse(value);
        List<String> amzDate = call.headerValues(DATE);
        List<String> dates = amzDate.isEmpty() ? call.headerValues("Date") : amzDate;
        String credential = header.credential();
        String signedHeaders = header.signedHeaders();
        String signature = header.signature();
        if (credential == null || signature == null || signedHeaders == null || isBlank(dates)) {
            throw Refusal.incompleteHeader(missing(header, isBlank(dates)), value);
        }
        requireAlgorithm(header.algorithm());
        if (header.isMalformed()) {
            throw Refusal.incompleteHeader("Authorization header has a repeated or malformed parameter. ", value);
        }
        return new SignedRequest(
                ScopedCredential.parse(credential),
                SignedHeaders.parse(signedHeaders),
                signature,
                time(dates, !amzDate.isEmpty()),
                Validity.Brief.INSTANCE,
                call.header(SECURITY_TOKEN).isPresent());
    }

    private static String missing(AuthorizationHeader header, boolean isDateMissing) {
        return (header.credential() == null ? "Authorization header requires 'Credential' parameter. " : "")
                + (header.signature() == null ? "Authorization header requires 'Signature' parameter. " : "")
                + (header.signedHeaders() == null ? "Authorization header requires 'SignedHeaders' parameter. " : "")
                + (isDateMissing
                        ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                        : "");
    }

    private static SignedRequest ofQuery(RawCall call, QueryParameters query) {
        StringBuilder missing = new StringBuilder();
        for (String name : IN_QUERY) {
            if (query.value(name) == null) {
                missing.append("AWS query-string parameters must include '")
                        .append(name)
                        .append("'. ");
            }
        }
        if (!missing.isEmpty()) {
            throw Refusal.incomplete(
                    missing.append("Re-examine the query-string parameters.").toString());
        }
        requireAlgorithm(present(query, QueryParameters.ALGORITHM));
        String date = present(query, DATE);
        return new SignedRequest(
                ScopedCredential.parse(present(query, "X-Amz-Credential")),
                SignedHeaders.parse(present(query, "X-Amz-SignedHeaders")),
                present(query, QueryParameters.SIGNATURE),
                RequestTime.parseBasic(date).orElseThrow(() -> malformedDate(date)),
                new Validity.Presigned(expires(query)),
                query.contains(SECURITY_TOKEN) || call.header(SECURITY_TOKEN).isPresent());
    }

    /** The value of a parameter that must be there, and there once. */
    private static String present(QueryParameters query, String name) {
        String value = query.value(name);
        if (value == null || query.isRepeated(name)) {
            throw Refusal.incomplete("AWS query-string parameters must include '" + name
                    + "' exactly once. Re-examine the query-string parameters.");
        }
        return value;
    }

    private static long expires(QueryParameters query) {
        String text = present(query, EXPIRES);
        long seconds = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || seconds > Validity.Presigned.LONGEST_SECONDS) {
                seconds = 0;
                break;
            }
            seconds = seconds * 10 + (c - '0');
        }
        if (seconds < 1 || seconds > Validity.Presigned.LONGEST_SECONDS) {
            throw Refusal.incomplete("X-Amz-Expires must be a number of seconds between 1 and 604800.");
        }
        return seconds;
    }

    private static void requireAlgorithm(String algorithm) {
        if (!algorithm.equals(ALGORITHM)) {
            throw Refusal.incomplete("Unsupported AWS 'algorithm': '" + Refusal.echo(algorithm) + "'.");
        }
    }

    private static boolean isBlank(List<String> dates) {
        return dates.isEmpty() || dates.getFirst().isBlank();
    }

    private static RequestTime time(List<String> dates, boolean isAmzDate) {
        String date = dates.getFirst().strip();
        Optional<RequestTime> time = dates.size() > 1
                ? Optional.empty()
                : isAmzDate ? RequestTime.parseBasic(date) : RequestTime.parseDateHeader(date);
        return time.orElseThrow(() -> malformedDate(date));
    }

    private static KmsException malformedDate(String date) {
        return Refusal.incomplete("Date must be in ISO-8601 'basic format'. Got '" + Refusal.echo(date)
                + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    /** Never the signature. */
    @Override
    public String toString() {
        return "SigV4 request by " + credential.accessKeyId() + " for " + credential.scope();
    }
}
