package io.claviger.authz.access;

import io.claviger.authz.OwnPolicies;
import io.claviger.common.Json;
import io.claviger.common.JsonMembers;
import io.claviger.key.Grant;
import io.claviger.key.GrantConstraints;
import io.claviger.policy.Action;
import io.claviger.policy.Decision;
import io.claviger.policy.OpenCondition;
import io.claviger.policy.Reach;
import io.claviger.policy.StatementReference;
import io.claviger.policy.StatementUse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Entries of the answer.
 *
 * @param isForeign whether the principal is of another account, whose own policies must allow too
 * @param policyNames of the identity policies, in their order
 */
record AccessJson(boolean isForeign, List<String> policyNames) {
    private static final String KEY_POLICY_NAME = "default";

    AccessJson {
        policyNames = List.copyOf(policyNames);
    }

    static AccessJson of(boolean isForeign, Subject subject) {
        return new AccessJson(
                isForeign,
                subject.policies().identity().stream()
                        .map(OwnPolicies.Named::name)
                        .toList());
    }

    Json entry(Subject subject, List<Reach> reach) {
        JsonMembers members =
                new JsonMembers().text("type", subject.type().name()).text("principal", subject.name());
        Grant grant = subject.grant();
        if (grant != null) {
            members.put("grant", grant(grant));
        }
        boolean isConstrained = grant != null && !grant.constraints().equals(GrantConstraints.NONE);
        // an account that is named, by a grant as by a policy, leaves the rest to its own policies
        boolean needsOwnPolicies = grant == null ? isForeign : subject.type() == Subject.Type.ACCOUNT;
        return members.all("access", reach, each -> access(each, isConstrained, needsOwnPolicies))
                .object();
    }

    private static Json grant(Grant grant) {
        GrantConstraints constraints = grant.constraints();
        JsonMembers members =
                new JsonMembers().text("grantId", grant.id().value()).text("name", grant.name());
        constraints.equalPairs().ifPresent(pairs -> members.put("encryptionContextEquals", pairs(pairs)));
        constraints.subsetPairs().ifPresent(pairs -> members.put("encryptionContextSubset", pairs(pairs)));
        return members.text("sourceArn", constraints.sourceArn()).object();
    }

    private static Json pairs(Map<String, String> pairs) {
        JsonMembers members = new JsonMembers();
        pairs.forEach(members::text);
        return members.object();
    }

    private Json access(Reach reach, boolean isConstrained, boolean needsOwnPolicies) {
        JsonMembers members = new JsonMembers()
                .texts("actions", reach.actions().stream().map(Action::toString).toList())
                .text("ground", reach.ground().name())
                .flag("unconditional", reach.isUnconditional() && !isConstrained && !needsOwnPolicies);
        if (needsOwnPolicies) {
            members.flag("needsPoliciesOfOwnAccount", true);
        }
        if (reach.ground() != Decision.Ground.GRANT) {
            members.all(
                    "allows",
                    Stream.concat(reach.resource().stream(), reach.identity().stream())
                            .toList(),
                    this::use);
        }
        List<StatementUse> limits =
                reach.limits().stream().flatMap(List::stream).toList();
        if (!limits.isEmpty()) {
            members.all("limits", limits, this::use);
        }
        return members.all("denies", reach.denies(), this::use).object();
    }

    private Json use(StatementUse use) {
        StatementReference statement = use.statement();
        return new JsonMembers()
                .text("layer", statement.layer().name())
                .text("policy", name(statement))
                .number("statement", statement.statement())
                .text("sid", statement.sid())
                .text("pointer", statement.pointer())
                .all("openConditions", use.conditions(), AccessJson::condition)
                .object();
    }

    /** Policies without names go by their number. */
    private String name(StatementReference statement) {
        return switch (statement.layer()) {
            case RESOURCE -> KEY_POLICY_NAME;
            case IDENTITY -> policyNames.get(statement.policy());
            case SERVICE_CONTROL, BOUNDARY, SESSION -> Integer.toString(statement.policy());
        };
    }

    private static Json condition(OpenCondition condition) {
        JsonMembers members = new JsonMembers().text("pointer", condition.pointer());
        if (!condition.operator().isEmpty()) {
            members.text("operator", condition.operator()).text("key", condition.key());
        }
        return members.texts("values", condition.values()).object();
    }
}
