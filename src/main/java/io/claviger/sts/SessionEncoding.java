package io.claviger.sts;

import io.claviger.authn.Session;
import io.claviger.common.AccountId;
import io.claviger.common.CanonicalBytes;
import io.claviger.common.SecretBytes;
import io.claviger.key.PolicyText;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The plaintext of a session token: {@code length of the facts (4) || facts || secret access key}. Facts are fields in
 * one fixed order, what has no order sorted, so that a session has exactly one encoding; times are whole seconds.
 */
final class SessionEncoding {
    private SessionEncoding() {}

    /** The caller's to wipe. */
    static byte[] encode(SealedSession content) {
        byte[] facts = facts(content);
        byte[] head = new CanonicalBytes().field(facts).toBytes();
        byte[] secret = content.secret().reveal();
        byte[] all = Arrays.copyOf(head, head.length + secret.length);
        System.arraycopy(secret, 0, all, head.length, secret.length);
        Arrays.fill(secret, (byte) 0);
        return all;
    }

    /** The inverse; the secret in the result is the caller's to close. Fails for any other bytes. */
    static SealedSession decode(byte[] plaintext) {
        FieldReader whole = new FieldReader(plaintext);
        byte[] facts = whole.bytes();
        SealedSession content = read(new FieldReader(facts), whole.rest());
        if (!Arrays.equals(facts(content), facts)) {
            content.secret().close();
            throw new IllegalArgumentException("not the one encoding of a session");
        }
        return content;
    }

    /** How many bytes policies and tags take, of what a token may hold. */
    static int packedBytes(Session session) {
        CanonicalBytes bytes = new CanonicalBytes();
        writeTags(session, bytes);
        writePolicies(session, bytes);
        return bytes.toBytes().length;
    }

    private static byte[] facts(SealedSession content) {
        Session session = content.session();
        CanonicalBytes bytes = new CanonicalBytes()
                .oneByte(content.kind().code())
                .field(content.account().value())
                .field(content.uniqueId())
                .field(content.sessionName());
        writeTime(session.issuedAt(), bytes);
        writeTime(session.expiresAt(), bytes);
        bytes.oneByte(session.isMfa() ? 1 : 0);
        writeTags(session, bytes);
        writeOptional(session.sourceIdentity(), bytes);
        writeFederation(session.federation(), bytes);
        writePolicies(session, bytes);
        return bytes.toBytes();
    }

    private static SealedSession read(FieldReader in, byte[] secret) {
        SealedSession.Kind kind = kind(in.oneByte());
        AccountId account = new AccountId(in.text());
        String uniqueId = in.text();
        String sessionName = in.text();
        Instant issuedAt = time(in);
        Instant expiresAt = time(in);
        boolean isMfa = in.flag();
        SortedMap<String, String> tags = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            tags.put(in.text(), in.text());
        }
        List<String> transitive = in.texts();
        String sourceIdentity = in.flag() ? in.text() : null;
        Session.Federation federation = in.flag() ? federation(in) : null;
        List<PolicyText> policies = in.texts().stream().map(PolicyText::of).toList();
        List<String> policyArns = in.texts();
        in.end();
        return new SealedSession(
                kind,
                account,
                uniqueId,
                sessionName,
                new Session(
                        issuedAt,
                        expiresAt,
                        isMfa,
                        tags,
                        new TreeSet<>(transitive),
                        sourceIdentity,
                        federation,
                        policies,
                        policyArns),
                SecretBytes.owning(secret));
    }

    private static SealedSession.Kind kind(int code) {
        return Arrays.stream(SealedSession.Kind.values())
                .filter(kind -> kind.code() == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such kind of session"));
    }

    private static void writeTime(Instant time, CanonicalBytes bytes) {
        long seconds = time.getEpochSecond();
        bytes.number((int) (seconds >>> 32)).number((int) seconds);
    }

    private static Instant time(FieldReader in) {
        return Instant.ofEpochSecond(((long) in.number() << 32) | (in.number() & 0xffff_ffffL));
    }

    private static void writeTags(Session session, CanonicalBytes bytes) {
        SortedMap<String, String> tags = new TreeMap<>(session.tags());
        bytes.number(tags.size());
        tags.forEach((key, value) -> bytes.field(key).field(value));
        writeAll(new TreeSet<>(session.transitiveTags()), bytes);
    }

    private static void writePolicies(Session session, CanonicalBytes bytes) {
        writeAll(session.policies().stream().map(PolicyText::text).toList(), bytes);
        writeAll(session.policyArns(), bytes);
    }

    private static void writeFederation(Session.@Nullable Federation federation, CanonicalBytes bytes) {
        bytes.oneByte(federation == null ? 0 : 1);
        if (federation != null) {
            Map<String, List<String>> claims = new TreeMap<>(federation.claims());
            bytes.field(federation.provider()).number(claims.size());
            claims.forEach((key, values) -> writeAll(values, bytes.field(key)));
        }
    }

    private static Session.Federation federation(FieldReader in) {
        String provider = in.text();
        Map<String, List<String>> claims = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            claims.put(in.text(), in.texts());
        }
        return new Session.Federation(provider, claims);
    }

    private static void writeOptional(@Nullable String text, CanonicalBytes bytes) {
        bytes.oneByte(text == null ? 0 : 1);
        if (text != null) {
            bytes.field(text);
        }
    }

    private static void writeAll(Collection<String> texts, CanonicalBytes bytes) {
        bytes.number(texts.size());
        texts.forEach(bytes::field);
    }
}
