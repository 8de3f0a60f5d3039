package io.claviger.key;

/**
 * Somebody whom a grant names, as grantee or as retiring principal.
 *
 * @param name the ARN that the request gave, or the name of a service, {@code ec2.amazonaws.com}
 * @param identity what callers are compared with: the unique id of a user ({@code AIDA…}) or role ({@code AROA…}),
 *     {@code AROA…:session} for one session, the account id for an account, the ARN for a federated user, the name of
 *     a service. A user that is deleted and made again is another one
 */
public record GrantPrincipal(String name, String identity, boolean isService) {
    private static final String USER_ID_PREFIX = "AIDA";
    private static final String ROLE_ID_PREFIX = "AROA";

    public static GrantPrincipal service(String name) {
        return new GrantPrincipal(name, name, true);
    }

    /** Whether it is an IAM user, who may be gone by now. */
    public boolean isUser() {
        return !isService && identity.startsWith(USER_ID_PREFIX);
    }

    /** Whether it is an IAM role, or one session of it; the role may be gone by now. */
    public boolean isRole() {
        return !isService && identity.startsWith(ROLE_ID_PREFIX);
    }

    /** The unique id of the role. */
    public String roleId() {
        int colon = identity.indexOf(':');
        return colon < 0 ? identity : identity.substring(0, colon);
    }
}
