package io.claviger.authn.sigv4;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;

/**
 * The ways in which a signature is refused, one method each, so that different causes cannot differ by accident.
 *
 * <p>What a caller sent is echoed only where AWS echoes it, shortened and without control characters. A text that may
 * hold a signature or a misplaced secret reaches the caller alone: the exception's own message, which a log could get
 * to see, leaves it out.
 */
final class Refusal {
    private static final int LONGEST_HEADER_ECHO = 2048;
    private static final int LONGEST_VALUE_ECHO = 256;
    private static final String LEFT_OUT = "[left out]";
    private static final String MISMATCH = "The request signature we calculated does not match the signature you"
            + " provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for"
            + " details.";

    private Refusal() {}

    /** The signature is wrong, or the call is such that no signature over it can be right. */
    static KmsException mismatch() {
        return new KmsException(ErrorCode.INVALID_REQUEST_SIGNATURE, MISMATCH);
    }

    /** No such access key, an inactive one, or a session token that does not belong to it. */
    static KmsException unrecognizedClient() {
        return new KmsException(
                ErrorCode.UNRECOGNIZED_CLIENT, "The security token included in the request is invalid.");
    }

    /** The signature is not for here or not for now. */
    static KmsException invalid(String text) {
        return new KmsException(ErrorCode.INVALID_REQUEST_SIGNATURE, text);
    }

    /** Something is missing or malformed. */
    static KmsException incomplete(String text) {
        return new KmsException(ErrorCode.INCOMPLETE_SIGNATURE, text);
    }

    /** Sentences about an Authorization header, which the caller gets back and nobody else. */
    static KmsException incompleteHeader(String sentences, String header) {
        return new KmsException(
                ErrorCode.INCOMPLETE_SIGNATURE,
                sentences + "Authorization=" + printable(header, LONGEST_HEADER_ECHO),
                sentences + "Authorization=" + LEFT_OUT);
    }

    /** A credential that is not of five parts: often somebody's secret in the wrong place. */
    static KmsException malformedCredential(String credential) {
        String text = "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term,"
                + " got '";
        return new KmsException(
                ErrorCode.INCOMPLETE_SIGNATURE,
                text + printable(credential, LONGEST_VALUE_ECHO) + "'",
                text + LEFT_OUT + "'");
    }

    /** A value of the caller's, fit to be printed between quotes. */
    static String echo(String value) {
        return printable(value, LONGEST_VALUE_ECHO);
    }

    private static String printable(String value, int longest) {
        int length = Math.min(value.length(), longest);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            text.append(c < ' ' || (c >= 0x7f && c < 0xa0) || c > 0xff ? '?' : c);
        }
        return text.toString();
    }
}
