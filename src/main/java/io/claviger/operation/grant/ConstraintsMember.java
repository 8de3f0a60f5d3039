package io.claviger.operation.grant;

import io.claviger.key.GrantConstraints;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.Pattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** API model GrantConstraints. */
public record ConstraintsMember(
        @Nullable Map<String, String> encryptionContextSubset,
        @Nullable Map<String, String> encryptionContextEquals,

        @Length(min = 20, max = 512) @Pattern("arn:aws[a-z0-9-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]{12}:.+") @Nullable
        String sourceArn) {

    static @Nullable ConstraintsMember of(GrantConstraints constraints) {
        return constraints.equals(GrantConstraints.NONE)
                ? null
                : new ConstraintsMember(
                        constraints.encryptionContextSubset(),
                        constraints.encryptionContextEquals(),
                        constraints.sourceArn());
    }

    /**
     * Clients like Terraform send an empty map beside the one that is meant. Taken as it stands, an empty Equals would
     * keep the grant from ever being of use; alone it means no context at all.
     */
    GrantConstraints toConstraints() {
        return new GrantConstraints(
                isMeant(encryptionContextSubset) ? nullIfEmpty(encryptionContextEquals) : encryptionContextEquals,
                isMeant(encryptionContextEquals) ? nullIfEmpty(encryptionContextSubset) : encryptionContextSubset,
                sourceArn);
    }

    private static boolean isMeant(@Nullable Map<String, String> pairs) {
        return pairs != null && !pairs.isEmpty();
    }

    private static @Nullable Map<String, String> nullIfEmpty(@Nullable Map<String, String> pairs) {
        return isMeant(pairs) ? pairs : null;
    }
}
