package io.claviger.policy;

/**
 * The safety check before a key policy is stored (AWS KMS Developer Guide, key-policy-modifying): would the caller
 * still be able to change it? Only the new policy is asked; one that delegates to the caller's account passes without a
 * look at the account's identity policies.
 */
public final class LockoutCheck {
    /** What the caller hears whose policy does not pass. */
    public static final String MESSAGE =
            "The new key policy will not allow you to update the key policy in the future.";

    private static final Action PUT_KEY_POLICY = Action.of("kms:PutKeyPolicy");

    private LockoutCheck() {}

    /**
     * Whether the new policy lets the caller put the next one.
     *
     * @param request of the caller, on the key; its action does not matter
     * @param isBounded whether the caller has a permissions boundary
     */
    public static boolean passes(PolicyDocument newPolicy, AccessRequest request, boolean isBounded) {
        AccessRequest next = request.withAction(PUT_KEY_POLICY).forResourcePolicy();
        return newPolicy.deny(next, isBounded) == null && newPolicy.strongestAllow(next, isBounded) != null;
    }
}
