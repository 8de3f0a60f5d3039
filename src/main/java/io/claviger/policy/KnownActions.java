package io.claviger.policy;

import java.util.List;

/** What the linter must know of the actions of this service. */
public interface KnownActions {

    /** All of them: at least one, and all of the same service. */
    List<Action> all();

    /** Whether a key policy can grant it. */
    boolean isOnKey(Action action);

    /** Whether its resource may be an alias. */
    boolean isOnAlias(Action action);
}
