package io.claviger.iam;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.BugException;
import io.claviger.key.PolicyText;
import io.claviger.key.Tag;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A customer managed policy with its versions.
 *
 * @param path begins and ends with a slash
 * @param uniqueId {@code ANPA} and 17 more characters; never used again
 * @param versions oldest first, one to five
 * @param defaultVersion the number of the version that is in force; it is among the versions
 * @param lastVersion the highest number that was ever given
 */
public record ManagedPolicy(
        AccountId account,
        String path,
        String name,
        String uniqueId,
        Instant createdAt,
        Instant updatedAt,
        String description,
        List<Tag> tags,
        List<Version> versions,
        int defaultVersion,
        int lastVersion,
        long version)
        implements Entity {

    /** A version; {@code v} and the number is its id. */
    public record Version(int number, PolicyText policy, Instant createdAt) {
        public String id() {
            return "v" + number;
        }
    }

    public ManagedPolicy {
        tags = List.copyOf(tags);
        versions = List.copyOf(versions);
    }

    @Override
    public EntityKind<ManagedPolicy> kind() {
        return EntityKind.POLICY;
    }

    /** The ARN. */
    @Override
    public String id() {
        return arn().toString();
    }

    public Arn arn() {
        return Arn.policy(account, path, name);
    }

    /** What is in force. */
    public PolicyText policy() {
        return versions.stream()
                .filter(candidate -> candidate.number() == defaultVersion)
                .findFirst()
                .orElseThrow(() -> new BugException("the default version of " + id() + " is gone"))
                .policy();
    }

    @Override
    public Set<Reference> references() {
        return Set.of();
    }

    public ManagedPolicy withTags(List<Tag> newTags) {
        return new ManagedPolicy(
                account,
                path,
                name,
                uniqueId,
                createdAt,
                updatedAt,
                description,
                newTags,
                versions,
                defaultVersion,
                lastVersion,
                version);
    }

    public ManagedPolicy withVersions(List<Version> newVersions, int newDefault, int newLast, Instant now) {
        return new ManagedPolicy(
                account,
                path,
                name,
                uniqueId,
                createdAt,
                now,
                description,
                tags,
                newVersions,
                newDefault,
                newLast,
                version);
    }

    @Override
    public Collection<PolicyText> policyTexts() {
        return versions.stream().map(Version::policy).toList();
    }

    @Override
    public ManagedPolicy atVersion(long newVersion) {
        return new ManagedPolicy(
                account,
                path,
                name,
                uniqueId,
                createdAt,
                updatedAt,
                description,
                tags,
                versions,
                defaultVersion,
                lastVersion,
                newVersion);
    }
}
