package io.claviger.iam;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.key.PolicyText;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * A group of users; its members name it, not it its members.
 *
 * @param path begins and ends with a slash
 * @param uniqueId {@code AGPA} and 17 more characters; never used again
 * @param permissions without a boundary
 */
public record Group(
        AccountId account,
        String path,
        String name,
        String uniqueId,
        Instant createdAt,
        Permissions permissions,
        long version)
        implements Entity {

    @Override
    public EntityKind<Group> kind() {
        return EntityKind.GROUP;
    }

    @Override
    public String id() {
        return uniqueId;
    }

    public Arn arn() {
        return Arn.group(account, path, name);
    }

    @Override
    public Set<Reference> references() {
        return permissions.references();
    }

    public Group withName(String newPath, String newName) {
        return new Group(account, newPath, newName, uniqueId, createdAt, permissions, version);
    }

    public Group withPermissions(Permissions newPermissions) {
        return new Group(account, path, name, uniqueId, createdAt, newPermissions, version);
    }

    @Override
    public Collection<PolicyText> policyTexts() {
        return permissions.inline().values();
    }

    @Override
    public Group atVersion(long newVersion) {
        return new Group(account, path, name, uniqueId, createdAt, permissions, newVersion);
    }
}
