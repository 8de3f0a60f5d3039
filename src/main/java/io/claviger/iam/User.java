package io.claviger.iam;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.key.PolicyText;
import io.claviger.key.Tag;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An IAM user.
 *
 * @param path begins and ends with a slash
 * @param uniqueId {@code AIDA} and 17 more characters; never used again
 * @param groups the unique ids of the groups that the user is in
 * @param upstream the account of an identity provider that the user is the image of; absent for one made here
 */
public record User(
        AccountId account,
        String path,
        String name,
        String uniqueId,
        Instant createdAt,
        List<Tag> tags,
        Permissions permissions,
        SortedSet<String> groups,
        @Nullable Upstream upstream,
        long version)
        implements Entity {

    /**
     * Somebody in an identity provider.
     *
     * @param issuer whose account it is, as {@code iss} has it
     * @param subject as {@code sub} has it
     * @param enabled a user who is disabled upstream is nobody here, however good the credential
     */
    public record Upstream(String issuer, String subject, boolean enabled) {}

    public User {
        tags = List.copyOf(tags);
        groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
    }

    /** A new user without anything. */
    public User(AccountId account, String path, String name, String uniqueId, Instant createdAt) {
        this(
                account,
                path,
                name,
                uniqueId,
                createdAt,
                List.of(),
                Permissions.NONE,
                Collections.emptySortedSet(),
                null,
                0);
    }

    @Override
    public EntityKind<User> kind() {
        return EntityKind.USER;
    }

    @Override
    public String id() {
        return uniqueId;
    }

    public Arn arn() {
        return Arn.user(account, path, name);
    }

    /** Whether the user may act at all. */
    public boolean isEnabled() {
        return upstream == null || upstream.enabled();
    }

    @Override
    public Set<Reference> references() {
        Set<Reference> references = permissions.references();
        groups.forEach(group -> references.add(new Reference(Reference.Use.MEMBERSHIP, EntityKind.GROUP, group)));
        return references;
    }

    public User withName(String newPath, String newName) {
        return new User(account, newPath, newName, uniqueId, createdAt, tags, permissions, groups, upstream, version);
    }

    public User withTags(List<Tag> newTags) {
        return new User(account, path, name, uniqueId, createdAt, newTags, permissions, groups, upstream, version);
    }

    public User withPermissions(Permissions newPermissions) {
        return new User(account, path, name, uniqueId, createdAt, tags, newPermissions, groups, upstream, version);
    }

    public User withGroups(SortedSet<String> newGroups) {
        return new User(account, path, name, uniqueId, createdAt, tags, permissions, newGroups, upstream, version);
    }

    public User withUpstream(@Nullable Upstream newUpstream) {
        return new User(account, path, name, uniqueId, createdAt, tags, permissions, groups, newUpstream, version);
    }

    @Override
    public Collection<PolicyText> policyTexts() {
        return permissions.inline().values();
    }

    @Override
    public User atVersion(long newVersion) {
        return new User(account, path, name, uniqueId, createdAt, tags, permissions, groups, upstream, newVersion);
    }
}
