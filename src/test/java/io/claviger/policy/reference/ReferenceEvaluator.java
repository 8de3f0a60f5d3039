package io.claviger.policy.reference;

import io.claviger.common.Json;
import io.claviger.policy.Decision.Ground;
import io.claviger.policy.Decision.Missing;
import io.claviger.policy.GrantMatch;
import io.claviger.policy.Layer;
import io.claviger.policy.Principal;
import io.claviger.policy.reference.ReferenceStatement.Naming;
import io.claviger.policy.reference.Verdict.Place;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A second policy engine, for tests: slow and plain. It was written from the description of the language and of
 * authorization for KMS alone, by somebody who had not seen the engine, so that where the two agree they are unlikely to
 * share a mistake. For well-formed documents only.
 */
final class ReferenceEvaluator {
    private final PolicyCase question;
    private final Set<Place> denying = new HashSet<>();
    private final Set<Place> allowing = new HashSet<>();

    private ReferenceEvaluator(PolicyCase question) {
        this.question = question;
    }

    static Verdict decide(PolicyCase question) {
        return new ReferenceEvaluator(question).decide();
    }

    private Verdict decide() {
        PolicyCase.Policies policies = question.policies();
        // every layer is asked, whatever comes out, to collect all denies
        boolean levelsAllow = levelsAllow(policies.levels());
        boolean identityAllows = anyAllows(Layer.IDENTITY, policies.identity(), 0);
        boolean boundaryAllows =
                anyAllows(Layer.BOUNDARY, policies.boundary().stream().toList(), 0)
                        || policies.boundary().isEmpty();
        boolean sessionAllows = anyAllows(Layer.SESSION, policies.session(), 0)
                || (policies.session().isEmpty() && !(question.caller() instanceof Principal.FederatedUser));
        Set<Naming> namings = question.isAccountScope() ? Set.of() : allowingNamings(policies.resource());

        if (!denying.isEmpty()) {
            return new Verdict.ExplicitlyDenied(denying);
        }
        if (!levelsAllow) {
            return missing(Missing.NO_SERVICE_CONTROL_POLICY_ALLOWS);
        }
        Optional<Missing> identityLacks = firstMissing(
                identityAllows || question.caller() instanceof Principal.Root, boundaryAllows, sessionAllows);
        boolean isForeign = isForeign();
        if (isForeign && (question.isAccountScope() || !question.foreignersCount())) {
            return missing(Missing.FOREIGN_RESOURCE);
        }
        if (question.isAccountScope()) {
            return identityLacks.map(ReferenceEvaluator::missing).orElseGet(() -> allowed(Ground.IDENTITY));
        }

        Set<Missing> lacks = EnumSet.noneOf(Missing.class);
        if (namings.isEmpty()) {
            lacks.add(isForeign ? Missing.FOREIGN_RESOURCE : Missing.NO_RESOURCE_POLICY_ALLOWS);
        }
        if (!isForeign && namings.contains(Naming.PERSON)) {
            return allowed(Ground.RESOURCE_POLICY);
        }
        if (!isForeign && namings.contains(Naming.BASE)) {
            Optional<Missing> limit = firstMissing(true, boundaryAllows, sessionAllows);
            if (limit.isEmpty()) {
                return allowed(Ground.RESOURCE_POLICY);
            }
            lacks.add(limit.get());
        }
        if (isForeign ? !namings.isEmpty() : namings.contains(Naming.ACCOUNT)) {
            if (identityLacks.isEmpty()) {
                return allowed(Ground.RESOURCE_POLICY_AND_IDENTITY);
            }
            lacks.add(identityLacks.get());
        }
        return byGrant(identityLacks, lacks);
    }

    private Verdict byGrant(Optional<Missing> identityLacks, Set<Missing> lacks) {
        Set<String> usable = question.grants().stream()
                .filter(grant -> !grant.throughAccount() || identityLacks.isEmpty())
                .map(GrantMatch::grantId)
                .collect(Collectors.toSet());
        if (!usable.isEmpty()) {
            return new Verdict.Allowed(Ground.GRANT, allowing, usable);
        }
        if (!question.grants().isEmpty()) {
            identityLacks.ifPresent(lacks::add);
        }
        return new Verdict.ImplicitlyDenied(lacks);
    }

    private static Optional<Missing> firstMissing(boolean identity, boolean boundary, boolean session) {
        if (!identity) {
            return Optional.of(Missing.NO_IDENTITY_POLICY_ALLOWS);
        }
        if (!boundary) {
            return Optional.of(Missing.NO_BOUNDARY_ALLOWS);
        }
        return session ? Optional.empty() : Optional.of(Missing.NO_SESSION_POLICY_ALLOWS);
    }

    private Verdict allowed(Ground ground) {
        return new Verdict.Allowed(ground, allowing, Set.of());
    }

    private static Verdict missing(Missing what) {
        return new Verdict.ImplicitlyDenied(Set.of(what));
    }

    private boolean levelsAllow(List<List<Json>> levels) {
        boolean all = true;
        int count = 0;
        for (List<Json> level : levels) {
            all &= anyAllows(Layer.SERVICE_CONTROL, level, count);
            count += level.size();
        }
        return all;
    }

    private boolean anyAllows(Layer layer, List<Json> documents, int countBefore) {
        boolean any = false;
        for (int policy = 0; policy < documents.size(); policy++) {
            List<ReferenceStatement> statements = statements(documents.get(policy));
            for (int index = 0; index < statements.size(); index++) {
                ReferenceStatement statement = statements.get(index);
                if (statement.speaksAbout(question, question.seenContext(false))) {
                    (statement.isDeny() ? denying : allowing).add(new Place(layer, countBefore + policy, index));
                    any |= !statement.isDeny();
                }
            }
        }
        return any;
    }

    private Set<Naming> allowingNamings(Optional<Json> document) {
        Set<Naming> namings = EnumSet.noneOf(Naming.class);
        List<ReferenceStatement> statements =
                document.map(ReferenceEvaluator::statements).orElse(List.of());
        for (int index = 0; index < statements.size(); index++) {
            ReferenceStatement statement = statements.get(index);
            Naming naming = statement.names(
                    question.caller(), question.policies().boundary().isPresent());
            if (naming != Naming.NOT && statement.speaksAbout(question, question.seenContext(true))) {
                (statement.isDeny() ? denying : allowing).add(new Place(Layer.RESOURCE, 0, index));
                if (!statement.isDeny()) {
                    namings.add(naming);
                }
            }
        }
        return namings;
    }

    private static List<ReferenceStatement> statements(Json document) {
        Map<String, Json> members = ((Json.Obj) document).members();
        boolean hasVariables = new Json.Str("2012-10-17").equals(members.get("Version"));
        return Trees.statements(document).stream()
                .map(statement -> new ReferenceStatement(((Json.Obj) statement).members(), hasVariables))
                .toList();
    }

    private boolean isForeign() {
        return switch (question.caller()) {
            case Principal.Root root -> !root.account().value().equals(question.owner());
            case Principal.User user -> !user.account().value().equals(question.owner());
            case Principal.RoleSession session -> !session.account().value().equals(question.owner());
            case Principal.FederatedUser federated ->
                !federated.account().value().equals(question.owner());
            case Principal.Service service -> false;
            case Principal.WebIdentity identity -> false;
        };
    }
}
