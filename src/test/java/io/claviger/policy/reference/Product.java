package io.claviger.policy.reference;

import io.claviger.common.AccountId;
import io.claviger.common.Json;
import io.claviger.policy.AccessRequest;
import io.claviger.policy.Action;
import io.claviger.policy.Context;
import io.claviger.policy.Decision;
import io.claviger.policy.ParseResult;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyEngine;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicyParser;
import io.claviger.policy.PolicySet;
import io.claviger.policy.StatementReference;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Asks the product's engine, and compares. */
final class Product {
    private Product() {}

    static Decision decide(PolicyCase question) {
        return decide(question, PolicyParser::compile);
    }

    static Decision decide(PolicyCase question, BiFunction<Json, PolicyKind, PolicyDocument> reader) {
        PolicyCase.Policies policies = question.policies();
        AccessRequest request = new AccessRequest(
                question.caller(),
                Action.of(question.action()),
                question.resource(),
                new AccountId(question.owner()),
                question.isAccountScope() ? AccessRequest.Scope.ACCOUNT : AccessRequest.Scope.RESOURCE_POLICY,
                context(question));
        PolicySet set = PolicySet.EMPTY
                .withIdentityPolicies(all(policies.identity(), PolicyKind.IDENTITY, reader))
                .withSessionPolicies(all(policies.session(), PolicyKind.SESSION, reader))
                .withControlLevels(policies.levels().stream()
                        .map(level -> all(level, PolicyKind.SCP, reader))
                        .toList())
                .withGrants(question.grants())
                .withForeignersCounting(question.foreignersCount());
        if (policies.resource().isPresent()) {
            set = set.withResourcePolicy(reader.apply(policies.resource().get(), PolicyKind.KEY));
        }
        if (policies.boundary().isPresent()) {
            set = set.withBoundary(reader.apply(policies.boundary().get(), PolicyKind.BOUNDARY));
        }
        return PolicyEngine.decide(request, set);
    }

    private static List<PolicyDocument> all(
            List<Json> documents, PolicyKind kind, BiFunction<Json, PolicyKind, PolicyDocument> reader) {
        return documents.stream().map(document -> reader.apply(document, kind)).toList();
    }

    private static Context context(PolicyCase question) {
        Map<String, List<String>> all = question.seenContext(false);
        Map<String, List<String>> fewer = question.seenContext(true);
        return new Context() {
            @Override
            public List<String> values(String foldedKey) {
                return all.getOrDefault(foldedKey, List.of());
            }

            @Override
            public Context forResourcePolicy() {
                return foldedKey -> fewer.getOrDefault(foldedKey, List.of());
            }
        };
    }

    /** Whether every document passes the strict parser. */
    static boolean isAccepted(Json document, PolicyKind kind) {
        return PolicyParser.parse(document, kind) instanceof ParseResult.Accepted;
    }

    static boolean agrees(Decision decision, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed allowed ->
                decision instanceof Decision.Allowed other
                        && other.ground() == allowed.ground()
                        && other.statements().stream().map(Product::place).allMatch(allowed.allowing()::contains)
                        && other.grant()
                                .map(allowed.grantIds()::contains)
                                .orElse(allowed.grantIds().isEmpty());
            case Verdict.ExplicitlyDenied denied ->
                decision instanceof Decision.ExplicitlyDenied other
                        && denied.denying().contains(place(other.statement()));
            case Verdict.ImplicitlyDenied denied ->
                decision instanceof Decision.ImplicitlyDenied other
                        && denied.missing().contains(other.missing());
        };
    }

    private static Verdict.Place place(StatementReference reference) {
        return new Verdict.Place(reference.layer(), reference.policy(), reference.statement());
    }
}
