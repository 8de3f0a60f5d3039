package io.claviger.operation;

import java.util.Set;

/** The names of all operations of the Security Token Service, version 2011-06-15, built here or not. Any other Action is an InvalidAction. */
public final class StsOperationNames {
    public static final Set<String> ALL = Set.of(
            "AssumeRole",
            "AssumeRoleWithSAML",
            "AssumeRoleWithWebIdentity",
            "AssumeRoot",
            "DecodeAuthorizationMessage",
            "GetAccessKeyInfo",
            "GetCallerIdentity",
            "GetDelegatedAccessToken",
            "GetFederationToken",
            "GetSessionToken",
            "GetWebIdentityToken");

    private StsOperationNames() {}

    public static boolean isKnown(String name) {
        return ALL.contains(name);
    }
}
