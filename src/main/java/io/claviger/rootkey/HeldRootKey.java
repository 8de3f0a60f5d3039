package io.claviger.rootkey;

/** A root key that is closed when it has been replaced and the last call on it has ended. Thread-safe. */
final class HeldRootKey {
    private final RootKey rootKey;
    private int calls;
    private boolean isReplaced;

    HeldRootKey(RootKey rootKey) {
        this.rootKey = rootKey;
    }

    RootKey rootKey() {
        return rootKey;
    }

    /** Whether a call may begin; each that does ends with {@link #end}. */
    synchronized boolean begin() {
        if (isReplaced) {
            return false;
        }
        calls++;
        return true;
    }

    synchronized void end() {
        calls--;
        closeIfUnused();
    }

    synchronized void replaced() {
        isReplaced = true;
        closeIfUnused();
    }

    private void closeIfUnused() {
        if (isReplaced && calls == 0) {
            rootKey.close();
        }
    }
}
