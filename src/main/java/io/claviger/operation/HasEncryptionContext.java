package io.claviger.operation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request with an encryption context, or one for each of its actions. */
public interface HasEncryptionContext {
    /** The pairs that the action works with; one that the request has none for gets null. */
    @Nullable
    Map<String, String> encryptionContextFor(String action);
}
