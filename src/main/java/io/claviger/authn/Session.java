package io.claviger.authn;

import io.claviger.key.PolicyText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What temporary credentials, or a bearer token that stands for a role session, say beside who calls.
 *
 * @param tags session tags; where a tag of the user or role has the same key, without regard to case, these win
 * @param transitiveTags keys of those tags that the next session of a chain inherits
 * @param sourceIdentity who stands behind the chain of sessions, if somebody said so
 * @param federation absent unless the session came from a token of an identity provider
 * @param policies session policies that were given inline; with {@code policyArns} they limit the session
 * @param policyArns managed policies of the role's account
 */
public record Session(
        Instant issuedAt,
        Instant expiresAt,
        boolean isMfa,
        SortedMap<String, String> tags,
        Set<String> transitiveTags,
        @Nullable String sourceIdentity,
        @Nullable Federation federation,
        List<PolicyText> policies,
        List<String> policyArns) {

    /**
     * The token that a session came from.
     *
     * @param provider the ARN of the OIDC provider, as {@code aws:FederatedProvider} has it
     * @param claims values of condition keys by name, such as {@code login.example.com/realms/main:sub}
     */
    public record Federation(String provider, Map<String, List<String>> claims) {
        public Federation {
            claims = Map.copyOf(claims);
        }
    }

    public Session {
        transitiveTags = Set.copyOf(transitiveTags);
        policies = List.copyOf(policies);
        policyArns = List.copyOf(policyArns);
    }
}
