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

    GrantConstraints toConstraints() {
        return new GrantConstraints(encryptionContextEquals, encryptionContextSubset, sourceArn);
    }
}
