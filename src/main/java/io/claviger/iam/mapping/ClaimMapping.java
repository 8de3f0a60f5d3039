package io.claviger.iam.mapping;

import io.claviger.common.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an issuer, in order. The first whose conditions hold decides; what it refuses no later one allows.
 *
 * @param accounts whose principals may be named
 */
public record ClaimMapping(List<MappingRule> rules, MappableAccounts accounts) {
    public ClaimMapping {
        rules = List.copyOf(rules);
    }

    /** Maps the claims of a verified token. */
    public MappingOutcome map(Json.Obj claims) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).isFor(claims)) {
                return apply(i, claims);
            }
        }
        return new MappingOutcome.Refused("no rule is for these claims");
    }

    private MappingOutcome apply(int index, Json.Obj claims) {
        MappingRule rule = rules.get(index);
        int number = index + 1;
        try {
            MappedPrincipal principal = rule.principal(claims);
            if (!accounts.contains(principal.account())) {
                return refused(number, "the issuer may not name principals of that account");
            }
            return new MappingOutcome.Mapped(principal, rule.tags(claims), number);
        } catch (UnmappableException e) {
            return refused(number, e.getMessage());
        }
    }

    private static MappingOutcome refused(int rule, @Nullable String why) {
        return new MappingOutcome.Refused("rule " + rule + ": " + why);
    }
}
