package io.claviger.sts;

import io.claviger.authn.Session;
import io.claviger.common.CanonicalBytes;
import io.claviger.common.SecretBytes;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.iam.Role;
import io.claviger.iam.User;
import io.claviger.keystore.Workers;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;

/** Makes temporary credentials. */
public final class SessionIssuer {
    /** How the ids of temporary access keys begin. */
    public static final String KEY_PREFIX = "ASIA";

    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int ID_LENGTH = 16;
    private static final int SECRET_LENGTH = 40;

    private final SessionTokens tokens;
    private final Workers workers;
    private final RandomSource random;

    public SessionIssuer(SessionKeys keys, OneTimeKeyAead aead, Workers workers, RandomSource random) {
        this.tokens = new SessionTokens(keys, aead, random);
        this.workers = workers;
        this.random = random;
    }

    /**
     * For a session of the role. Fails with PackedPolicyTooLargeException for a session that does not fit into a token,
     * and with a ThrottlingException when the workers are busy.
     */
    public Uni<IssuedCredentials> issue(Role role, String sessionName, Session session) {
        return workers.run(
                Workers.Pool.CRYPTO,
                () -> issue(new SealedSession(
                        SealedSession.Kind.ROLE, role.account(), role.uniqueId(), sessionName, session, newSecret())));
    }

    /** For a session of the user; fails likewise. */
    public Uni<IssuedCredentials> issue(User user, Session session) {
        return workers.run(
                Workers.Pool.CRYPTO,
                () -> issue(new SealedSession(
                        SealedSession.Kind.USER, user.account(), user.uniqueId(), "", session, newSecret())));
    }

    private IssuedCredentials issue(SealedSession content) {
        String accessKeyId = KEY_PREFIX + text(ID_ALPHABET, ID_LENGTH);
        boolean isComplete = false;
        try {
            SecretBytes token = SecretBytes.owning(CanonicalBytes.utf8(tokens.seal(content, accessKeyId)));
            isComplete = true;
            return new IssuedCredentials(
                    accessKeyId,
                    content.secret(),
                    token,
                    content.session().expiresAt(),
                    SessionTokens.packedPercent(content.session()));
        } finally {
            if (!isComplete) {
                content.secret().close();
            }
        }
    }

    private SecretBytes newSecret() {
        byte[] secret = new byte[SECRET_LENGTH];
        byte[] bits = random.bytes(SECRET_LENGTH);
        for (int i = 0; i < secret.length; i++) {
            // 64 characters: no bias
            secret[i] = (byte) SECRET_ALPHABET.charAt(bits[i] & 63);
        }
        Arrays.fill(bits, (byte) 0);
        return SecretBytes.owning(secret);
    }

    private String text(String alphabet, int length) {
        byte[] bits = random.bytes(length);
        StringBuilder text = new StringBuilder(length);
        for (byte each : bits) {
            text.append(alphabet.charAt(each & (alphabet.length() - 1)));
        }
        return text.toString();
    }
}
