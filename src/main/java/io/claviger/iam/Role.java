package io.claviger.iam;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.key.PolicyText;
import io.claviger.key.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * An IAM role.
 *
 * @param path begins and ends with a slash
 * @param uniqueId {@code AROA} and 17 more characters; never used again
 * @param trust who may assume it
 * @param maxSessionSeconds 3600 to 43200
 */
public record Role(
        AccountId account,
        String path,
        String name,
        String uniqueId,
        Instant createdAt,
        String description,
        List<Tag> tags,
        Permissions permissions,
        PolicyText trust,
        int maxSessionSeconds,
        long version)
        implements Entity {

    public Role {
        tags = List.copyOf(tags);
    }

    @Override
    public EntityKind<Role> kind() {
        return EntityKind.ROLE;
    }

    @Override
    public String id() {
        return uniqueId;
    }

    public Arn arn() {
        return Arn.role(account, path, name);
    }

    @Override
    public Set<Reference> references() {
        return permissions.references();
    }

    public Role withDescription(String newDescription, int newMaxSessionSeconds) {
        return new Role(
                account,
                path,
                name,
                uniqueId,
                createdAt,
                newDescription,
                tags,
                permissions,
                trust,
                newMaxSessionSeconds,
                version);
    }

    public Role withTags(List<Tag> newTags) {
        return new Role(
                account,
                path,
                name,
                uniqueId,
                createdAt,
                description,
                newTags,
                permissions,
                trust,
                maxSessionSeconds,
                version);
    }

    public Role withPermissions(Permissions newPermissions) {
        return new Role(
                account,
                path,
                name,
                uniqueId,
                createdAt,
                description,
                tags,
                newPermissions,
                trust,
                maxSessionSeconds,
                version);
    }

    public Role withTrust(PolicyText newTrust) {
        return new Role(
                account,
                path,
                name,
                uniqueId,
                createdAt,
                description,
                tags,
                permissions,
                newTrust,
                maxSessionSeconds,
                version);
    }

    @Override
    public Collection<PolicyText> policyTexts() {
        List<PolicyText> texts = new ArrayList<>(permissions.inline().values());
        texts.add(trust);
        return texts;
    }

    @Override
    public Role atVersion(long newVersion) {
        return new Role(
                account,
                path,
                name,
                uniqueId,
                createdAt,
                description,
                tags,
                permissions,
                trust,
                maxSessionSeconds,
                newVersion);
    }
}
