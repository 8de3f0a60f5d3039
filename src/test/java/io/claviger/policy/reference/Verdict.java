package io.claviger.policy.reference;

import io.claviger.policy.Decision;
import io.claviger.policy.Layer;
import java.util.Set;

/**
 * What may be answered. Where the rules leave a choice (which of several statements is named), all right answers are
 * in the sets.
 */
sealed interface Verdict {
    /** One statement: its layer, the policy in that layer, and its place in that policy. */
    record Place(Layer layer, int policy, int statement) {}

    /** With the grants that do; none where a policy allowed. */
    record Allowed(Decision.Ground ground, Set<Place> allowing, Set<String> grantIds) implements Verdict {}

    record ExplicitlyDenied(Set<Place> denying) implements Verdict {}

    record ImplicitlyDenied(Set<Decision.Missing> missing) implements Verdict {}
}
