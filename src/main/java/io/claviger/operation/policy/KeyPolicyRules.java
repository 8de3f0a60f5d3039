package io.claviger.operation.policy;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.key.PolicyText;
import io.claviger.operation.Call;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** What a key policy must be before it is stored (authorization.md, section 3). */
public interface KeyPolicyRules {
    String POLICY_NAME = "default";

    /** The policy of a key that is created without one. */
    PolicyText defaultPolicy(AccountId account);

    /**
     * The document, byte for byte as given, when it may be stored: it can be read, every principal in it exists, it is
     * not too long, and, unless bypassed, it lets the caller change the policy again. Fails with
     * MalformedPolicyDocumentException, InvalidArnException or LimitExceededException.
     *
     * @param key the key that the policy is for, which may not exist yet
     */
    Uni<PolicyText> accept(String text, Call<?> call, Arn key, boolean bypassLockoutCheck);

    static void requireDefaultName(@Nullable String policyName) {
        if (policyName != null && !POLICY_NAME.equals(policyName)) {
            throw new KmsException(ErrorCode.NOT_FOUND, "No such policy exists");
        }
    }
}
