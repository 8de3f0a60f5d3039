package io.claviger.storage;

import io.claviger.iam.EntityKind;
import io.claviger.iam.Reference;

/**
 * Something that refers to an entity: with its name, for lists of who does.
 *
 * @param id as {@link io.claviger.iam.Entity#id} has it
 */
public record Referrer(EntityKind<?> kind, String id, String path, String name, Reference.Use use) {

    /** Where it stands in a list of referrers; says where the next page begins. */
    public String place() {
        return kind.name() + ":" + use + ":" + id;
    }
}
