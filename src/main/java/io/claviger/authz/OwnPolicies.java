package io.claviger.authz;

import io.claviger.key.PolicyText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What policies of its own, and of its groups, say about what a user or role may do.
 *
 * @param identity inline policies by name, attached ones by ARN, then the same of each group
 * @param boundary what the permissions boundary says, if there is one
 */
public record OwnPolicies(List<Named> identity, @Nullable PolicyText boundary) {
    public static final OwnPolicies NONE = new OwnPolicies(List.of(), null);

    /**
     * One of them.
     *
     * @param name the name of an inline policy, behind the group's name and a slash if it is a group's; else the ARN
     */
    public record Named(String name, PolicyText policy) {}

    public OwnPolicies {
        identity = List.copyOf(identity);
    }
}
