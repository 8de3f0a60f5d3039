package io.claviger.iam;

import io.claviger.key.PolicyText;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What policies a user, role or group has.
 *
 * @param inline inline policies by their names
 * @param attached ARNs of managed policies, some perhaps of {@link AwsManagedPolicies}
 * @param boundary the ARN of the managed policy that is the permissions boundary; groups never have one
 */
public record Permissions(
        SortedMap<String, PolicyText> inline,
        SortedSet<String> attached,
        @Nullable String boundary) {
    public static final Permissions NONE = new Permissions(new TreeMap<>(), new TreeSet<>(), null);

    public Permissions {
        inline = Collections.unmodifiableSortedMap(new TreeMap<>(inline));
        attached = Collections.unmodifiableSortedSet(new TreeSet<>(attached));
    }

    public Permissions withInline(String name, PolicyText policy) {
        SortedMap<String, PolicyText> changed = new TreeMap<>(inline);
        changed.put(name, policy);
        return new Permissions(changed, attached, boundary);
    }

    public Permissions withoutInline(String name) {
        SortedMap<String, PolicyText> changed = new TreeMap<>(inline);
        changed.remove(name);
        return new Permissions(changed, attached, boundary);
    }

    public Permissions withAttached(String policyArn) {
        SortedSet<String> changed = new TreeSet<>(attached);
        changed.add(policyArn);
        return new Permissions(inline, changed, boundary);
    }

    public Permissions withoutAttached(String policyArn) {
        SortedSet<String> changed = new TreeSet<>(attached);
        changed.remove(policyArn);
        return new Permissions(inline, changed, boundary);
    }

    public Permissions withBoundary(@Nullable String policyArn) {
        return new Permissions(inline, attached, policyArn);
    }

    /** The customer managed policies among them; those of AWS are always there. */
    Set<Reference> references() {
        Set<Reference> references = new LinkedHashSet<>();
        for (String arn : attached) {
            if (!AwsManagedPolicies.isArn(arn)) {
                references.add(new Reference(Reference.Use.ATTACHED_POLICY, EntityKind.POLICY, arn));
            }
        }
        if (boundary != null && !AwsManagedPolicies.isArn(boundary)) {
            references.add(new Reference(Reference.Use.BOUNDARY, EntityKind.POLICY, boundary));
        }
        return references;
    }
}
