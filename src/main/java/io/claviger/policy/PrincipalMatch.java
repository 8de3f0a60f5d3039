package io.claviger.policy;

/** How a resource policy named the caller, weakest first: the strongest kind that allows decides what else is needed. */
public enum PrincipalMatch {
    NONE,
    /** The account: only delegates to identity policies (all but the root user). */
    ACCOUNT,
    /** The role behind a session: needs no identity policy, but boundary and session policy still limit. */
    ROLE,
    /** The user behind a federated session: as for a role. */
    ISSUING_USER,
    USER,
    SESSION,
    SERVICE,
    PROVIDER,
    EVERYONE;

    /** Named in person: no identity policy is asked. */
    boolean isDirect() {
        return compareTo(ACCOUNT) > 0;
    }

    /** Named in person and beyond the reach of an implicit deny in boundary or session policy. */
    boolean isUnlimited() {
        return compareTo(ISSUING_USER) > 0;
    }

    PrincipalMatch orStronger(PrincipalMatch other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
