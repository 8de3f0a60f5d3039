package io.claviger.authn;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Json;
import io.claviger.iam.Role;
import io.claviger.key.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who proved who they are.
 *
 * @param accessKeyId the public id of the credential that proved it; empty where the credential has none
 * @param session what the credential says beside; absent for long-term credentials
 */
public record Caller(
        Principal principal, String accessKeyId, @Nullable Session session) {

    /** A caller with a long-term credential. */
    public Caller(Principal principal, String accessKeyId) {
        this(principal, accessKeyId, null);
    }

    public AccountId account() {
        return principal.account();
    }

    /** Who somebody is, as policies and audit records name them. */
    public sealed interface Principal {
        AccountId account();

        /** The id that is never used again, as {@code aws:userid} has it. */
        String uniqueId();

        /** As messages name it: the ARN of a principal that has one. */
        String displayName();

        /** The tags that the directory has of it, without those of its session. */
        default List<Tag> tags() {
            return List.of();
        }
    }

    /** The account's root user. */
    public record Root(AccountId account) implements Principal {
        public Arn arn() {
            return Arn.root(account);
        }

        /** The account id. */
        @Override
        public String uniqueId() {
            return account.value();
        }

        @Override
        public String displayName() {
            return arn().toString();
        }
    }

    /**
     * An IAM user.
     *
     * @param path begins and ends with a slash
     * @param uniqueId {@code AIDA…}
     */
    public record User(AccountId account, String path, String name, String uniqueId, List<Tag> tags)
            implements Principal {
        public User {
            tags = List.copyOf(tags);
        }

        public static User of(io.claviger.iam.User user) {
            return new User(user.account(), user.path(), user.name(), user.uniqueId(), user.tags());
        }

        /** A user without tags. */
        public User(AccountId account, String path, String name, String uniqueId) {
            this(account, path, name, uniqueId, List.of());
        }

        public Arn arn() {
            return Arn.user(account, path, name);
        }

        @Override
        public String displayName() {
            return arn().toString();
        }
    }

    /**
     * Somebody in a role.
     *
     * @param rolePath begins and ends with a slash
     * @param roleId {@code AROA…}
     * @param tags those of the role
     */
    public record RoleSession(
            AccountId account, String rolePath, String roleName, String roleId, String sessionName, List<Tag> tags)
            implements Principal {
        public RoleSession {
            tags = List.copyOf(tags);
        }

        public static RoleSession of(Role role, String sessionName) {
            return new RoleSession(role.account(), role.path(), role.name(), role.uniqueId(), sessionName, role.tags());
        }

        public Arn role() {
            return Arn.role(account, rolePath, roleName);
        }

        public Arn arn() {
            return Arn.assumedRole(account, roleName, sessionName);
        }

        /** {@code AROA…:session}. */
        @Override
        public String uniqueId() {
            return roleId + ":" + sessionName;
        }

        @Override
        public String displayName() {
            return arn().toString();
        }
    }

    /**
     * A registered service that calls for itself.
     *
     * @param account the account that it is registered in, whose principal it is not
     * @param name {@code ec2.amazonaws.com}
     */
    public record Service(AccountId account, String name) implements Principal {
        @Override
        public String uniqueId() {
            return name;
        }

        @Override
        public String displayName() {
            return name;
        }
    }

    /**
     * The holder of a verified token of an identity provider, who is no principal of the account yet: there is nothing to
     * call but the operation that makes a session of the token.
     *
     * @param account the one that the provider is registered in
     * @param provider the ARN of the OIDC provider
     * @param issuer as {@code iss} has it
     * @param subject as {@code sub} has it
     * @param claims all that the token says
     */
    public record WebIdentity(AccountId account, String provider, String issuer, String subject, Json.Obj claims)
            implements Principal {

        /** The issuer and the subject. */
        @Override
        public String uniqueId() {
            return issuer + ":" + subject;
        }

        @Override
        public String displayName() {
            return uniqueId();
        }

        /** What the token says, as a session that is made of it keeps it. */
        public Session.Federation federation() {
            return new Session.Federation(provider, conditionKeys());
        }

        private Map<String, List<String>> conditionKeys() {
            return ClaimKeys.of(issuer, claims);
        }

        /** Never the claims, which speak of a person. */
        @Override
        public String toString() {
            return "WebIdentity[" + provider + "]";
        }
    }
}
