package io.claviger.policy;

import io.claviger.policy.SingleChange.AddAllow;
import io.claviger.policy.SingleChange.RemoveConditionKey;
import io.claviger.policy.SingleChange.RemoveGrant;
import io.claviger.policy.SingleChange.RemoveStatement;
import io.claviger.policy.SingleChange.UseAction;
import io.claviger.policy.Traces.Traced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The single changes that are worth a try for one request, each with the request and policies that it makes. */
final class ChangeCandidates {
    private final AccessRequest request;
    private final PolicySet policies;
    private final List<Traced> traces;
    private final OtherCallers otherCallers;

    ChangeCandidates(AccessRequest request, PolicySet policies, List<Traced> traces) {
        this.request = request;
        this.policies = policies;
        this.traces = traces;
        this.otherCallers = new OtherCallers(request, policies);
    }

    /** A change and what it leads to. */
    record Candidate(SingleChange change, AccessRequest request, PolicySet policies) {}

    /** To the values that statements name which concern the caller and the action. */
    Stream<Candidate> keysSet() {
        return concerningCaller()
                .flatMap(traced -> traced.source().conditions().stream()
                        .flatMap(condition -> ValueSuggestions.of(
                                condition, traced.speaker().asked().context())))
                .distinct()
                .filter(change -> !change.values().equals(request.context().values(CaseFold.fold(change.key()))))
                .map(change -> candidate(change, change.key(), change.values()));
    }

    Stream<Candidate> keysRemoved() {
        Map<String, String> written = new LinkedHashMap<>();
        concerningCaller()
                .forEach(traced -> traced.source()
                        .conditions()
                        .forEach(condition -> written.putIfAbsent(
                                condition.foldedKey(), condition.written().key())));
        concerningCaller()
                .flatMap(traced -> traced.source().mentionedKeys())
                .forEach(foldedKey -> written.putIfAbsent(foldedKey, foldedKey));
        return written.entrySet().stream()
                .filter(entry -> !request.context().values(entry.getKey()).isEmpty())
                .map(entry -> candidate(new RemoveConditionKey(entry.getValue()), entry.getKey(), List.of()));
    }

    private Stream<Traced> concerningCaller() {
        return traces.stream().filter(Traced::concernsCaller);
    }

    private Candidate candidate(SingleChange change, String key, List<String> values) {
        Context context = new Overlay(request.context(), CaseFold.fold(key), values);
        return new Candidate(change, request.withContext(context), policies);
    }

    Stream<Candidate> statementsRemoved(Effect effect) {
        return traces.stream()
                .filter(effect == Effect.DENY ? Traced::denies : Traced::allows)
                .map(traced -> new Candidate(
                        new RemoveStatement(effect, traced.reference()),
                        request,
                        traced.speaker()
                                .replacedIn(
                                        policies,
                                        traced.speaker()
                                                .document()
                                                .without(traced.source().index()))));
    }

    Stream<Candidate> grantsRemoved() {
        return policies.grants().stream()
                .map(grant -> new Candidate(
                        new RemoveGrant(grant.grantId()),
                        request,
                        policies.withGrants(policies.grants().stream()
                                .filter(each -> !each.equals(grant))
                                .toList())));
    }

    /** In every layer that speaks or could, in the engine's order. */
    Stream<Candidate> allowsAdded() {
        Stream<Candidate> levels =
                IntStream.range(0, policies.controlLevels().size()).mapToObj(this::allowedByLevel);
        return Stream.of(levels, allowedByResource(), allowedByCallerPolicies()).flatMap(candidates -> candidates);
    }

    private Candidate allowedByLevel(int level) {
        List<List<PolicyDocument>> levels = new ArrayList<>(policies.controlLevels());
        levels.set(level, oneMore(levels.get(level), PolicyKind.SCP));
        return new Candidate(
                new AddAllow(Layer.SERVICE_CONTROL, level, null), request, policies.withControlLevels(levels));
    }

    private Stream<Candidate> allowedByResource() {
        PolicyDocument policy = policies.resourcePolicy();
        if (policy == null || request.scope() == AccessRequest.Scope.ACCOUNT) {
            return Stream.of();
        }
        return PrincipalNames.of(request.principal()).entrySet().stream()
                .map(entry -> new Candidate(
                        new AddAllow(Layer.RESOURCE, 0, entry.getKey()),
                        request,
                        policies.withResourcePolicy(
                                policy.with(allow(new PrincipalClause.Listed(List.of(entry.getValue())))))));
    }

    private Stream<Candidate> allowedByCallerPolicies() {
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(
                new AddAllow(Layer.IDENTITY, 0, null),
                request,
                policies.withIdentityPolicies(oneMore(policies.identityPolicies(), PolicyKind.IDENTITY))));
        PolicyDocument boundary = policies.boundary();
        if (boundary != null) {
            candidates.add(new Candidate(
                    new AddAllow(Layer.BOUNDARY, 0, null),
                    request,
                    policies.withBoundary(boundary.with(allow(PrincipalClause.EVERYONE)))));
        }
        if (!policies.sessionPolicies().isEmpty() || request.principal() instanceof Principal.FederatedUser) {
            candidates.add(new Candidate(
                    new AddAllow(Layer.SESSION, 0, null),
                    request,
                    policies.withSessionPolicies(oneMore(policies.sessionPolicies(), PolicyKind.SESSION))));
        }
        return candidates.stream();
    }

    private List<PolicyDocument> oneMore(List<PolicyDocument> documents, PolicyKind kind) {
        List<PolicyDocument> more = new ArrayList<>(documents);
        more.add(new PolicyDocument(kind, List.of(allow(PrincipalClause.EVERYONE)), List.of()));
        return more;
    }

    /** An allow of the action and the resource, behind every statement that a document can have. */
    private Statement allow(PrincipalClause principals) {
        String action = request.action().toString();
        return new Statement(
                Integer.MAX_VALUE,
                "",
                null,
                Effect.ALLOW,
                principals,
                new Statement.ActionClause(
                        false, List.of(Glob.of(request.action().folded())), List.of(action)),
                Statement.ResourceClause.ALL,
                List.of());
    }

    Stream<Candidate> otherCallers() {
        return otherCallers.all();
    }

    /**
     * Of those that allows name in full. Only at home, as whether an action crosses accounts is not known here; and only
     * those of the document that is the root of trust, so that an action on a key does not become one of the account.
     */
    Stream<Candidate> otherActions() {
        if (!request.principal().isAtHomeIn(request.resourceAccount())) {
            return Stream.of();
        }
        Layer root = request.scope() == AccessRequest.Scope.ACCOUNT ? Layer.IDENTITY : Layer.RESOURCE;
        Set<Action> actions = traces.stream()
                .filter(traced -> traced.speaker().layer() == root
                        && traced.trace().effect() == Effect.ALLOW
                        && !traced.source().actions().negates())
                .flatMap(traced -> traced.trace().actions().stream())
                .filter(text -> text.indexOf('*') < 0 && text.indexOf('?') < 0)
                .map(Action::of)
                .filter(action -> !action.equals(request.action()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return actions.stream()
                .map(action -> new Candidate(new UseAction(action.toString()), request.withAction(action), policies));
    }
}
