package io.claviger.iam;

import io.claviger.key.PolicyText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that policies of a user's own say about what the user may do.
 *
 * @param inline the inline policies in the order of their names
 * @param boundary the permissions boundary, if the user has one
 */
public record UserPolicies(
        List<UserPolicy> inline, @Nullable PolicyText boundary) {
    public static final UserPolicies NONE = new UserPolicies(List.of(), null);

    public UserPolicies {
        inline = List.copyOf(inline);
    }

    public Optional<PolicyText> permissionsBoundary() {
        return Optional.ofNullable(boundary);
    }
}
