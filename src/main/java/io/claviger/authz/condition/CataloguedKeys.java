package io.claviger.authz.condition;

import io.claviger.policy.Context;
import io.claviger.policy.KnownKeys;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogue of condition keys as the linter asks for it. */
public final class CataloguedKeys implements KnownKeys {
    /** Those that every request of an account about a key has. All others depend on the caller, the request or the key. */
    private static final Set<String> ALWAYS_PRESENT = Stream.of(
                    "aws:CurrentTime",
                    "aws:EpochTime",
                    "aws:PrincipalAccount",
                    "aws:PrincipalArn",
                    "aws:PrincipalIsAWSService",
                    "aws:PrincipalType",
                    "aws:RequestedRegion",
                    "aws:ResourceAccount",
                    "aws:SecureTransport",
                    "aws:SourceIp",
                    "aws:userid",
                    "aws:ViaAWSService",
                    "kms:CallerAccount",
                    "kms:CustomerMasterKeySpec",
                    "kms:CustomerMasterKeyUsage",
                    "kms:KeyOrigin",
                    "kms:KeySpec",
                    "kms:KeyUsage",
                    "kms:MultiRegion")
            .map(Context::fold)
            .collect(Collectors.toUnmodifiableSet());

    static Set<String> alwaysPresent() {
        return ALWAYS_PRESENT;
    }

    @Override
    public Optional<KnownKey> find(String foldedKey) {
        return ConditionKeys.row(foldedKey)
                .map(row -> new KnownKey(
                        row.isMultivalued(), ALWAYS_PRESENT.contains(foldedKey), row.isForIdentityPoliciesOnly()));
    }
}
