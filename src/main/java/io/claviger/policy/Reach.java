package io.claviger.policy;

import java.util.List;

/**
 * What policies let somebody do, and by which statements.
 *
 * @param actions for which all the rest is the same
 * @param ground which kinds of statements it takes: of a resource policy one of {@code resource}; of both policies one of
 *     each list, unless the caller is the root user or of another account; of a grant none
 * @param resource statements of the resource's policy that allow
 * @param identity statements of identity policies that allow
 * @param limits each a list of statements of service control policies of one level, or of a permissions boundary; it takes
 *     one of each list besides
 * @param denies statements of any policy that deny under conditions
 */
public record Reach(
        List<Action> actions,
        Decision.Ground ground,
        List<StatementUse> resource,
        List<StatementUse> identity,
        List<List<StatementUse>> limits,
        List<StatementUse> denies) {
    public Reach {
        actions = List.copyOf(actions);
        resource = List.copyOf(resource);
        identity = List.copyOf(identity);
        limits = limits.stream().map(List::copyOf).toList();
        denies = List.copyOf(denies);
    }

    /** Whether these policies allow the actions in every request. */
    public boolean isUnconditional() {
        return denies.isEmpty()
                && isAlways(resource)
                && isAlways(identity)
                && limits.stream().allMatch(Reach::isAlways);
    }

    private static boolean isAlways(List<StatementUse> uses) {
        return uses.isEmpty() || uses.stream().anyMatch(StatementUse::isUnconditional);
    }
}
