package io.claviger.operation;

import io.claviger.authn.Caller;
import io.claviger.common.AccountId;
import io.claviger.common.BugException;
import io.claviger.common.Region;
import io.claviger.key.Grant;
import io.claviger.key.KmsKey;
import java.time.Instant;
import java.util.List;

/**
 * A call on its way through the pipeline: authenticated, decoded, validated, with its targets resolved.
 *
 * @param origin where it comes from
 * @param targets what {@link Operation#locate} asked for, in that order
 * @param now the one reading of the clock that the whole call uses
 */
public record Call<I extends Record>(
        I input,
        Caller caller,
        Region region,
        RequestOrigin origin,
        List<Target> targets,
        Instant now,
        String requestId) {

    public Call {
        targets = List.copyOf(targets);
    }

    /** The account of the caller. */
    public AccountId account() {
        return caller.account();
    }

    /** The key at that place of the targets. */
    public KmsKey key(int index) {
        if (targets.get(index) instanceof Target.Key target) {
            return target.key();
        }
        throw new BugException("target " + index + " is not a key");
    }

    /** The first target's key. */
    public KmsKey key() {
        return key(0);
    }

    /** The grant that the target at that place is about. */
    public Grant grant(int index) {
        if (targets.get(index) instanceof Target.Key target && target.grant() != null) {
            return target.grant();
        }
        throw new BugException("target " + index + " has no grant");
    }

    public Target.AliasName alias(int index) {
        if (targets.get(index) instanceof Target.AliasName target) {
            return target;
        }
        throw new BugException("target " + index + " is not an alias");
    }

    /** The same permission, asked on the target at that place. */
    public Permission permission(String action, int index) {
        return new Permission(action, targets.get(index));
    }
}
