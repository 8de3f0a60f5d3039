package io.claviger.storage.caching;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.key.MaterialId;
import io.claviger.storage.Subject;
import java.util.List;
import java.util.Optional;

/** A question for one row (or one user's policies and boundary) that an answer is kept for. */
sealed interface Lookup {
    record OfAccount(AccountId account) implements Lookup {}

    record OfKey(AccountId account, Region region, KeyId key) implements Lookup {}

    record OfAlias(AccountId account, Region region, String name) implements Lookup {}

    record OfMaterial(AccountId account, KeyId key, MaterialId material) implements Lookup {}

    record OfAccessKey(String id) implements Lookup {}

    record OfUser(AccountId account, String uniqueId) implements Lookup {}

    record OfUserPolicies(AccountId account, String uniqueId) implements Lookup {}

    /** What a change about this subject may give another answer to; empty for a subject that is not known here. */
    static Optional<List<Lookup>> concerning(Subject subject) {
        String[] parts = subject.value().split(":", 4);
        try {
            return Optional.ofNullable(
                    switch (parts[0]) {
                        case "account" -> List.of(new OfAccount(new AccountId(parts[1])));
                        case "user" ->
                            List.of(
                                    new OfUser(new AccountId(parts[1]), parts[2]),
                                    new OfUserPolicies(new AccountId(parts[1]), parts[2]));
                        case "access-key" -> List.of(new OfAccessKey(parts[2]));
                        case "key" ->
                            List.of(new OfKey(new AccountId(parts[1]), new Region(parts[2]), new KeyId(parts[3])));
                        case "alias" -> List.of(new OfAlias(new AccountId(parts[1]), new Region(parts[2]), parts[3]));
                        case "material" ->
                            List.of(new OfMaterial(
                                    new AccountId(parts[1]), new KeyId(parts[2]), new MaterialId(parts[3])));
                        default -> null;
                    });
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
