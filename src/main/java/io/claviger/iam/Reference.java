package io.claviger.iam;

/**
 * From one entity to another of the same account.
 *
 * @param target the kind that is referred to
 * @param id as {@link Entity#id} has it
 */
public record Reference(Use use, EntityKind<?> target, String id) {

    public enum Use {
        /** A managed policy allows or denies something to a user, role or group. */
        ATTACHED_POLICY,
        /** A managed policy limits a user or role. */
        BOUNDARY,
        /** A user is in a group. */
        MEMBERSHIP
    }
}
