package io.claviger.storage.caching;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.iam.EntityKind;
import io.claviger.key.GrantLead;
import io.claviger.key.GrantOperation;
import io.claviger.key.MaterialId;
import io.claviger.storage.Subject;
import java.util.List;
import java.util.Optional;

/** A question that an answer is kept for: for one row, or grants. */
sealed interface Lookup {
    record OfAccount(AccountId account) implements Lookup {}

    record OfKey(AccountId account, Region region, KeyId key) implements Lookup {}

    record OfAlias(AccountId account, Region region, String name) implements Lookup {}

    record OfMaterial(AccountId account, KeyId key, MaterialId material) implements Lookup {}

    record OfAccessKey(String id) implements Lookup {}

    /**
     * For an entity.
     *
     * @param id as {@link Subject#shortId} has it
     */
    record OfEntity(String kind, AccountId account, String id) implements Lookup {
        static OfEntity of(EntityKind<?> kind, AccountId account, String id) {
            return new OfEntity(kind.name(), account, Subject.shortId(id));
        }
    }

    /** For the {@link Generation} of a grantee's grants of a key. */
    record OfGrantee(AccountId account, Region region, KeyId key, String identity) implements Lookup {}

    /** For those grants of a grantee that are for the operation and filed under the lead. */
    record OfGrants(Generation generation, GrantOperation operation, GrantLead lead) implements Lookup {}

    /** Stands for a grantee and a key until their grants change. Equal to itself alone. */
    final class Generation {}

    /** What a change about this subject may give another answer to; empty for a subject that is not known here. */
    static Optional<List<Lookup>> concerning(Subject subject) {
        String[] parts = subject.value().split(":", 4);
        try {
            return Optional.ofNullable(
                    switch (parts[0]) {
                        case "account" -> List.of(new OfAccount(new AccountId(parts[1])));
                        case "entity" -> List.of(new OfEntity(parts[2], new AccountId(parts[1]), parts[3]));
                        case "access-key" -> List.of(new OfAccessKey(parts[2]));
                        case "key" ->
                            List.of(new OfKey(new AccountId(parts[1]), new Region(parts[2]), new KeyId(parts[3])));
                        case "alias" -> List.of(new OfAlias(new AccountId(parts[1]), new Region(parts[2]), parts[3]));
                        case "material" ->
                            List.of(new OfMaterial(
                                    new AccountId(parts[1]), new KeyId(parts[2]), new MaterialId(parts[3])));
                        case "grants" -> {
                            // An identity may have colons.
                            String[] rest = parts[3].split(":", 2);
                            yield List.of(new OfGrantee(
                                    new AccountId(parts[1]), new Region(parts[2]), new KeyId(rest[0]), rest[1]));
                        }
                        default -> null;
                    });
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
