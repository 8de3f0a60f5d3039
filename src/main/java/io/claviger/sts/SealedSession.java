package io.claviger.sts;

import io.claviger.authn.Session;
import io.claviger.common.AccountId;
import io.claviger.common.SecretBytes;

/**
 * What a session token holds.
 *
 * @param uniqueId of the role or user that the credentials stand for
 * @param sessionName empty for a session of a user
 * @param secret the secret access key; whoever holds this closes it
 */
record SealedSession(
        Kind kind, AccountId account, String uniqueId, String sessionName, Session session, SecretBytes secret) {

    /** Whom the credentials stand for. The codes are part of the format: add, never change. */
    enum Kind {
        USER(1),
        ROLE(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
