package io.claviger.key;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The key-state matrix of the AWS KMS Developer Guide ("Key states of AWS KMS keys"): for each kind of operation, the
 * error that each state answers. A state without an entry allows the operation.
 */
public enum StateRule {
    ANY_STATE(Map.of()),
    CANCEL_KEY_DELETION(Map.of(
            KeyState.ENABLED, Refusal.NOT_PENDING_DELETION,
            KeyState.DISABLED, Refusal.NOT_PENDING_DELETION,
            KeyState.PENDING_IMPORT, Refusal.NOT_PENDING_DELETION,
            KeyState.UNAVAILABLE, Refusal.NOT_PENDING_DELETION,
            KeyState.CREATING, Refusal.NOT_PENDING_DELETION,
            KeyState.UPDATING, Refusal.NOT_PENDING_DELETION)),
    /** Aliases, tags, descriptions: anything but a key that is going away. */
    NOT_PENDING_DELETION(Map.of(
            KeyState.PENDING_DELETION, Refusal.PENDING_DELETION,
            KeyState.PENDING_REPLICA_DELETION, Refusal.PENDING_REPLICA_DELETION)),
    CRYPTOGRAPHIC(Map.of(
            KeyState.DISABLED, Refusal.DISABLED,
            KeyState.PENDING_DELETION, Refusal.PENDING_DELETION,
            KeyState.PENDING_REPLICA_DELETION, Refusal.PENDING_REPLICA_DELETION,
            KeyState.PENDING_IMPORT, Refusal.PENDING_IMPORT,
            KeyState.UNAVAILABLE, Refusal.UNAVAILABLE,
            KeyState.CREATING, Refusal.CREATING)),
    /** CreateGrant: as for cryptographic operations, but a key whose custom key store is away will do. */
    CRYPTOGRAPHIC_OR_UNAVAILABLE(Map.of(
            KeyState.DISABLED, Refusal.DISABLED,
            KeyState.PENDING_DELETION, Refusal.PENDING_DELETION,
            KeyState.PENDING_REPLICA_DELETION, Refusal.PENDING_REPLICA_DELETION,
            KeyState.PENDING_IMPORT, Refusal.PENDING_IMPORT,
            KeyState.CREATING, Refusal.CREATING)),
    ENABLE_DISABLE(Map.of(
            KeyState.PENDING_DELETION, Refusal.PENDING_DELETION,
            KeyState.PENDING_REPLICA_DELETION, Refusal.PENDING_REPLICA_DELETION,
            KeyState.PENDING_IMPORT, Refusal.PENDING_IMPORT,
            KeyState.CREATING, Refusal.CREATING,
            KeyState.UPDATING, Refusal.UPDATING)),
    SCHEDULE_KEY_DELETION(Map.of(
            KeyState.PENDING_DELETION, Refusal.PENDING_DELETION,
            KeyState.PENDING_REPLICA_DELETION, Refusal.PENDING_REPLICA_DELETION,
            KeyState.UPDATING, Refusal.UPDATING));

    private final Map<KeyState, Refusal> refusals;

    StateRule(Map<KeyState, Refusal> refusals) {
        this.refusals = refusals.isEmpty() ? Map.of() : new EnumMap<>(refusals);
    }

    /** Throws the matrix's error when the key's state does not allow the operation. */
    public void check(KmsKey key) {
        Refusal refusal = refusals.get(key.state());
        if (refusal != null) {
            throw new KmsException(refusal.code, key.arn() + refusal.text);
        }
    }

    private enum Refusal {
        DISABLED(ErrorCode.DISABLED, " is disabled."),
        PENDING_DELETION(ErrorCode.INVALID_STATE, " is pending deletion."),
        PENDING_REPLICA_DELETION(ErrorCode.INVALID_STATE, " is pending replica deletion."),
        NOT_PENDING_DELETION(ErrorCode.INVALID_STATE, " is not pending deletion."),
        PENDING_IMPORT(ErrorCode.INVALID_STATE, " is pending import."),
        UNAVAILABLE(ErrorCode.INVALID_STATE, " is unavailable."),
        CREATING(ErrorCode.INVALID_STATE, " is creating."),
        UPDATING(ErrorCode.INVALID_STATE, " is updating.");

        private final ErrorCode code;
        private final String text;

        Refusal(ErrorCode code, String text) {
            this.code = code;
            this.text = text;
        }
    }
}
