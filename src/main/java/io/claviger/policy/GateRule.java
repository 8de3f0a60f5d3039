package io.claviger.policy;

/** By which rule a gate allowed, denied or was skipped. */
public enum GateRule {
    EXPLICIT_DENY("A statement denies the request; nothing outweighs that."),
    STATEMENT_ALLOWS("A statement allows the request."),
    NO_STATEMENT_ALLOWS("No statement allows the request."),
    NO_POLICY_LIMITS("There is no policy of this kind, so that it does not limit."),
    NOT_REACHED("An earlier gate denies, and only after it would be known whether this one is asked."),
    SAME_ACCOUNT("The caller and the resource belong to the same account."),
    BOTH_ACCOUNTS_MUST_ALLOW("The resource is another account's: its policy and the caller's own must both allow."),
    OPERATION_STAYS_IN_ACCOUNT("The operation does not work across accounts, whatever the policies say."),
    FOREIGN_ACCOUNT_OPERATION("An operation of an account is for that account's own principals."),
    ACCOUNT_OPERATION("The operation has no resource with a policy: identity policies alone decide."),
    CALLER_NAMED("The resource's policy names the caller in person, or everyone."),
    ROLE_NAMED(
            "The resource's policy names the role or the user behind the session; boundary and session policy limit."),
    ACCOUNT_NAMED("The resource's policy names the caller's account and leaves the rest to its identity policies."),
    FOREIGNER_NAMED("The resource's policy names the caller of another account, whose own policies must allow too."),
    CALLER_NAMED_NEEDS_NO_IDENTITY(
            "The resource's policy names the caller in person, or everyone: no identity policy is needed."),
    CALLER_NAMED_BEYOND_LIMITS(
            "The resource's policy names the caller in person, or everyone: only a deny could limit here."),
    ROOT_USER("The root user needs no identity policy."),
    FEDERATED_SESSION_WITHOUT_POLICY("A federated session can do nothing that a session policy does not allow."),
    GRANT_ALLOWS("A grant names the caller and the action, and its constraints hold."),
    GRANT_ALLOWS_INSTEAD("Nothing of this kind allows, but a grant does, which needs none."),
    POLICIES_ALLOW("The policies allow, so that no grant is needed."),
    NO_GRANT_MATCHES("No grant matches the request."),
    GRANT_CANNOT_HELP("A grant matches, but it does not outweigh a gate that denies, or its account allows nothing.");

    private final String sentence;

    GateRule(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
