package io.claviger.authz.condition;

import static io.claviger.authz.condition.ConditionKey.family;

import java.util.List;
import java.util.Set;

/** The claims of tokens of identity providers (IAM User Guide, reference_policies_iam-condition-keys). */
final class ProviderKeys {
    static final List<ConditionKey> ROWS = List.of(family(
            "<provider>:<claim>",
            Concern.EVERY_CALL,
            "the claim of the token of the OIDC provider (its URL without the scheme) that the session was made of:"
                    + " `sub`, `aud`, `amr` and others; `aud` is the token's `azp` where it has one; only for such sessions",
            CallFacts::claims));

    private static final Set<String> PREFIXES_OF_AWS = Set.of("aws", "kms", "sts", "iam");

    private ProviderKeys() {}

    /** Whether a name, folded, is made like those of claims: a URL and a claim. */
    static boolean mayBe(String foldedKey) {
        int claim = foldedKey.lastIndexOf(':');
        return claim > 0
                && !PREFIXES_OF_AWS.contains(foldedKey.substring(0, foldedKey.indexOf(':')))
                && foldedKey.substring(0, claim).matches("[^/]*[./].*");
    }
}
