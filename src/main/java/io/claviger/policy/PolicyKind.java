package io.claviger.policy;

/** What a document is for; decides which elements it may hold. */
public enum PolicyKind {
    KEY(Principals.REQUIRED, Resources.MAY_BE_MISSING, true),
    IDENTITY(Principals.FORBIDDEN, Resources.REQUIRED, false),
    BOUNDARY(Principals.FORBIDDEN, Resources.REQUIRED, false),
    SESSION(Principals.FORBIDDEN, Resources.REQUIRED, false),
    SCP(Principals.FORBIDDEN, Resources.REQUIRED, false),
    TRUST(Principals.REQUIRED, Resources.FORBIDDEN, false),
    RESOURCE(Principals.REQUIRED, Resources.REQUIRED, false);

    enum Principals {
        REQUIRED,
        FORBIDDEN
    }

    enum Resources {
        REQUIRED,
        FORBIDDEN,
        /** Without it, or without an action, a statement is accepted and has no effect. */
        MAY_BE_MISSING
    }

    private final Principals principals;
    private final Resources resources;
    private final boolean freeSids;

    PolicyKind(Principals principals, Resources resources, boolean freeSids) {
        this.principals = principals;
        this.resources = resources;
        this.freeSids = freeSids;
    }

    Principals principals() {
        return principals;
    }

    Resources resources() {
        return resources;
    }

    boolean hasPrincipals() {
        return principals == Principals.REQUIRED;
    }

    /** Whether a Sid may hold spaces and be used twice. */
    boolean hasFreeSids() {
        return freeSids;
    }
}
