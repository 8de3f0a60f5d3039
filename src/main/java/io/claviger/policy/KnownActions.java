package io.claviger.policy;

import java.util.List;

/** What the linter must know of the actions of the services that are here. */
public interface KnownActions {

    /** All of them, of every service that any is of. */
    List<Action> all();

    /** Whether a key policy can grant it. */
    boolean isOnKey(Action action);

    /** Whether its resource may be an alias. */
    boolean isOnAlias(Action action);
}
