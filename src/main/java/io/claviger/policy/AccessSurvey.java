package io.claviger.policy;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.policy.Condition.Compare;
import io.claviger.policy.Decision.Ground;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a principal can do with a resource, asked of its policies before there is a request. Conditions are decided where
 * the keys that they ask for are known, and left open where not; all matching is the engine's. Of the layers of a
 * {@link PolicySet} all but session policies are looked at, and of grants none.
 *
 * <p>Errs on the side of access: an action that is not told is denied in every request, and one that is told may still be
 * denied where its open conditions contradict each other.
 */
public final class AccessSurvey {
    private final Principal principal;
    private final boolean isAtHome;
    private final boolean isBounded;
    private final int levels;
    private final List<Met> met = new ArrayList<>();

    /** A statement that may apply to some requests of the principal, whatever their action. */
    private record Met(Statement source, PrincipalMatch match, int level, StatementUse use) {
        boolean concerns(Action action, Effect effect) {
            return source.effect() == effect && source.actions().matches(action);
        }

        Layer layer() {
            return use.statement().layer();
        }
    }

    /** Asks with what is known of every request of the principal about the resource. */
    public AccessSurvey(
            Principal principal, Arn resource, AccountId owner, PartialContext context, PolicySet policies) {
        this.principal = principal;
        this.isAtHome = principal.isAtHomeIn(owner);
        PolicyDocument boundary = policies.boundary();
        this.isBounded = boundary != null;
        this.levels = policies.controlLevels().size();
        PolicyDocument ofResource = policies.resourcePolicy();
        if (ofResource != null) {
            meet(Layer.RESOURCE, 0, 0, ofResource, resource.toString(), context.forResourcePolicy());
        }
        for (int i = 0; i < policies.identityPolicies().size(); i++) {
            meet(Layer.IDENTITY, 0, i, policies.identityPolicies().get(i), resource.toString(), context);
        }
        int policy = 0;
        for (int level = 0; level < levels; level++) {
            for (PolicyDocument document : policies.controlLevels().get(level)) {
                meet(Layer.SERVICE_CONTROL, level, policy++, document, resource.toString(), context);
            }
        }
        if (boundary != null) {
            meet(Layer.BOUNDARY, 0, 0, boundary, resource.toString(), context);
        }
    }

    private void meet(
            Layer layer, int level, int policy, PolicyDocument document, String resource, PartialContext context) {
        for (Statement statement : document.statements()) {
            PrincipalMatch match = statement.principals().match(principal, isBounded);
            List<OpenCondition> open = new ArrayList<>();
            if (match != PrincipalMatch.NONE
                    && mayMatch(statement, resource, context, open)
                    && mayHold(statement, context, open)) {
                met.add(new Met(statement, match, level, new StatementUse(statement.reference(layer, policy), open)));
            }
        }
    }

    /** Whether the resource is meant, or may be once a variable has a value. */
    private static boolean mayMatch(
            Statement statement, String resource, PartialContext context, List<OpenCondition> open) {
        Statement.ResourceClause clause = statement.resources();
        if (clause.matches(resource, context)) {
            return true;
        }
        boolean isOpen = clause.written().stream()
                .anyMatch(text -> text.variables().stream().anyMatch(key -> !context.isKnown(key)));
        if (isOpen) {
            String element = clause.negates() ? "NotResource" : "Resource";
            open.add(new OpenCondition(
                    JsonPointers.child(statement.pointer(), element),
                    "",
                    "",
                    clause.written().stream().map(WrittenText::text).toList()));
        }
        return isOpen;
    }

    private static boolean mayHold(Statement statement, PartialContext context, List<OpenCondition> open) {
        for (Condition condition : statement.conditions()) {
            if (!isDecided(condition, context)) {
                WrittenCondition written = condition.written();
                open.add(new OpenCondition(
                        written.pointerIn(statement.pointer()),
                        written.operator(),
                        written.key(),
                        written.values().stream().map(WrittenText::text).toList()));
            } else if (!condition.holds(context)) {
                return false;
            }
        }
        return true;
    }

    /** Values with variables may be decided by others that match; that is not looked for. */
    private static boolean isDecided(Condition condition, PartialContext context) {
        boolean isKnown = context.isKnown(condition.foldedKey());
        return switch (condition) {
            case Compare compare ->
                isKnown
                        && compare.written().values().stream()
                                .flatMap(value -> value.variables().stream())
                                .allMatch(context::isKnown);
            case Condition.Presence presence -> isKnown;
        };
    }

    /**
     * What policies allow, the actions grouped by what allows them.
     *
     * @param crossing the actions that work across accounts at all
     */
    public List<Reach> reach(List<Action> actions, Set<Action> crossing) {
        Map<Reach, List<Action>> groups = new LinkedHashMap<>();
        for (Action action : actions) {
            if (isAtHome || crossing.contains(action)) {
                ways(action)
                        .forEach(way -> groups.computeIfAbsent(way, key -> new ArrayList<>())
                                .add(action));
            }
        }
        return grouped(groups);
    }

    /** What denies leave of actions that a grant allows. */
    public List<Reach> leftOfGrant(List<Action> actions) {
        Map<Reach, List<Action>> groups = new LinkedHashMap<>();
        for (Action action : actions) {
            denies(action)
                    .ifPresent(denies -> limits(action, false)
                            .ifPresent(limits -> groups.computeIfAbsent(
                                            new Reach(List.of(), Ground.GRANT, List.of(), List.of(), limits, denies),
                                            key -> new ArrayList<>())
                                    .add(action)));
        }
        return grouped(groups);
    }

    private static List<Reach> grouped(Map<Reach, List<Action>> groups) {
        return groups.entrySet().stream()
                .map(group -> new Reach(
                        group.getValue(),
                        group.getKey().ground(),
                        group.getKey().resource(),
                        group.getKey().identity(),
                        group.getKey().limits(),
                        group.getKey().denies()))
                .toList();
    }

    /** In person, or through the account; without the action itself. */
    private List<Reach> ways(Action action) {
        Optional<List<StatementUse>> denies = denies(action);
        if (denies.isEmpty()) {
            return List.of();
        }
        return Stream.of(inPerson(action, denies.get()), throughAccount(action, denies.get()))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Reach> inPerson(Action action, List<StatementUse> denies) {
        List<StatementUse> direct = allows(action, Layer.RESOURCE, true);
        boolean isLimited = met.stream()
                .filter(each -> each.layer() == Layer.RESOURCE && each.concerns(action, Effect.ALLOW))
                .noneMatch(each -> each.match().isUnlimited());
        return !isAtHome || direct.isEmpty()
                ? Optional.empty()
                : limits(action, isLimited)
                        .map(limits -> new Reach(List.of(), Ground.RESOURCE_POLICY, direct, List.of(), limits, denies));
    }

    /** For a foreigner it does not matter how it is named, and what its own policies say is not known. */
    private Optional<Reach> throughAccount(Action action, List<StatementUse> denies) {
        List<StatementUse> delegating = allows(action, Layer.RESOURCE, isAtHome ? false : null);
        boolean needsIdentity = isAtHome && !(principal instanceof Principal.Root);
        List<StatementUse> identity = needsIdentity ? allows(action, Layer.IDENTITY, null) : List.of();
        if (delegating.isEmpty() || (needsIdentity && identity.isEmpty())) {
            return Optional.empty();
        }
        return limits(action, true)
                .map(limits -> new Reach(
                        List.of(), Ground.RESOURCE_POLICY_AND_IDENTITY, delegating, identity, limits, denies));
    }

    /** What else must allow: every level of service control policies, and the boundary; empty if one of them never does. */
    private Optional<List<List<StatementUse>>> limits(Action action, boolean byBoundary) {
        List<List<StatementUse>> limits = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            limits.add(allowsOf(action, Layer.SERVICE_CONTROL, level));
        }
        if (byBoundary && isBounded) {
            limits.add(allowsOf(action, Layer.BOUNDARY, 0));
        }
        return limits.stream().anyMatch(List::isEmpty) ? Optional.empty() : Optional.of(limits);
    }

    private List<StatementUse> allowsOf(Action action, Layer layer, int level) {
        return met.stream()
                .filter(each -> each.layer() == layer && each.level() == level && each.concerns(action, Effect.ALLOW))
                .map(Met::use)
                .toList();
    }

    /** @param direct whether they must name the caller in person, or its account; null where either will do */
    private List<StatementUse> allows(Action action, Layer layer, @Nullable Boolean direct) {
        return met.stream()
                .filter(each -> each.layer() == layer && each.concerns(action, Effect.ALLOW))
                .filter(each -> direct == null || direct == each.match().isDirect())
                .map(Met::use)
                .toList();
    }

    /** Those that deny under conditions; empty if one denies in every request. */
    private Optional<List<StatementUse>> denies(Action action) {
        List<StatementUse> denies = met.stream()
                .filter(each -> each.concerns(action, Effect.DENY))
                .map(Met::use)
                .toList();
        return denies.stream().anyMatch(StatementUse::isUnconditional) ? Optional.empty() : Optional.of(denies);
    }
}
