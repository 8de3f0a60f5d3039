package io.claviger.authn.sigv4;

import io.claviger.authn.RawCall;
import io.claviger.authn.RawCall.Header;
import io.claviger.common.KmsException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The form of a request that is signed: method, path, query, signed headers, their names, hash of the body. Built from
 * the bytes that came over the wire; the body's hash is always that of its bytes, whatever a header says.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a
 *     signed AWS API request</a>
 */
final class CanonicalRequest {
    private static final int MOST_HEADERS = 1000;
    private static final int USUAL_LENGTH = 1024;
    private static final List<String> SIGNED_IF_PRESENT = List.of("x-amz-date", "x-amz-target", "x-amz-security-token");

    private final CanonicalBytes bytes;

    private CanonicalRequest(CanonicalBytes bytes) {
        this.bytes = bytes;
    }

    /**
     * Builds the canonical request.
     *
     * @param sha256 for the body's hash; reset before and after
     * @throws KmsException a mismatch, where no signature could be right: a signed header is missing, one that must be
     *     signed is not, or something in the request has no canonical form
     */
    static CanonicalRequest of(RawCall call, QueryParameters query, SignedHeaders signed, MessageDigest sha256) {
        if (!signed.isWellFormed() || !query.isWellFormed() || !isSigned(call.headers(), signed)) {
            throw Refusal.mismatch();
        }
        CanonicalBytes bytes = new CanonicalBytes(USUAL_LENGTH);
        bytes.add(call.method()).add('\n');
        addPath(bytes, call.path());
        bytes.add('\n');
        query.appendTo(bytes);
        bytes.add('\n');
        for (String name : signed.names()) {
            addHeader(bytes, call.headers(), name);
        }
        bytes.add('\n').add(signed.text()).add('\n').addHex(sha256.digest(call.body()));
        if (!bytes.isBytesOnly()) {
            throw Refusal.mismatch();
        }
        return new CanonicalRequest(bytes);
    }

    byte[] hash(MessageDigest sha256) {
        return bytes.digest(sha256);
    }

    /** For tests. It may hold a session token. */
    String revealText() {
        return new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    /** Headers that decide who calls, when and what must be signed wherever they are sent; others may be unsigned. */
    private static boolean isSigned(List<Header> headers, SignedHeaders signed) {
        if (headers.size() > MOST_HEADERS) {
            return false;
        }
        for (Header header : headers) {
            for (String name : SIGNED_IF_PRESENT) {
                if (header.name().equalsIgnoreCase(name) && !signed.contains(name)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void addHeader(CanonicalBytes bytes, List<Header> headers, String name) {
        bytes.add(name).add(':');
        if (!addValues(bytes, headers, name) && !addOtherHost(bytes, headers, name)) {
            throw Refusal.mismatch();
        }
        bytes.add('\n');
    }

    /** HTTP/2 carries the host in {@code :authority}, whichever of the two names was signed. */
    private static boolean addOtherHost(CanonicalBytes bytes, List<Header> headers, String name) {
        return switch (name) {
            case "host" -> addValues(bytes, headers, ":authority");
            case ":authority" -> addValues(bytes, headers, "host");
            default -> false;
        };
    }

    /** Adds the values of all headers of that name, joined with commas; false if there are none. */
    private static boolean addValues(CanonicalBytes bytes, List<Header> headers, String name) {
        boolean isFound = false;
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            if (header.name().equalsIgnoreCase(name)) {
                if (isFound) {
                    bytes.add(',');
                }
                isFound = true;
                if (!bytes.addHeaderValue(header.value())) {
                    throw Refusal.mismatch();
                }
            }
        }
        return isFound;
    }

    private static void addPath(CanonicalBytes bytes, String path) {
        if (path.isEmpty() || path.equals("/")) {
            bytes.add('/');
            return;
        }
        UriEncoding encoded = UriEncoding.path(normalized(path));
        if (!encoded.isWellFormed()) {
            throw Refusal.mismatch();
        }
        bytes.add(encoded.text());
    }

    /**
     * Removes dot segments (RFC 3986, section 5.2.4) and empty ones, as signers do for every service but S3. The path
     * came percent-encoded, so that encoding it again is the second time.
     */
    private static String normalized(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (int from = 0; from <= path.length(); ) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            String segment = path.substring(from, to);
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
            from = to + 1;
        }
        String joined = "/" + String.join("/", segments);
        return path.endsWith("/") && !segments.isEmpty() ? joined + "/" : joined;
    }
}
