package io.claviger.policy;

import java.util.List;

/** A context in which one key has other values, or none. */
record Overlay(Context base, String foldedKey, List<String> replaced) implements Context {
    Overlay {
        replaced = List.copyOf(replaced);
    }

    @Override
    public List<String> values(String asked) {
        return asked.equals(foldedKey) ? replaced : base.values(asked);
    }

    @Override
    public Context forResourcePolicy() {
        Context seen = base.forResourcePolicy();
        return base.isForResourcePolicy(foldedKey) ? new Overlay(seen, foldedKey, replaced) : seen;
    }

    @Override
    public boolean isForResourcePolicy(String asked) {
        return base.isForResourcePolicy(asked);
    }
}
