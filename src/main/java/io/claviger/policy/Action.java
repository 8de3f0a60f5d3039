package io.claviger.policy;

import org.jspecify.annotations.Nullable;

/**
 * The name of an action, {@code kms:Decrypt}; compared without case. Keep instances: the folding for comparison is
 * done once, here.
 */
public final class Action {
    private final String name;
    private final String folded;

    private Action(String name) {
        this.name = name;
        this.folded = CaseFold.fold(name);
    }

    public static Action of(String name) {
        return new Action(name);
    }

    String folded() {
        return folded;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Action that && folded.equals(that.folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }

    /** The name as it was given. */
    @Override
    public String toString() {
        return name;
    }
}
