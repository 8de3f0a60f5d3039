package io.claviger.common;

import java.util.Optional;

/**
 * An Amazon Resource Name, split at its first five colons: {@code arn:partition:service:region:account:resource}.
 * Region and account may be empty; the resource may hold anything, further colons too.
 */
public record Arn(String partition, String service, String region, String account, String resource) {
    public static final String PARTITION = "aws";

    /** Parses text of six parts that starts with {@code arn:}; empty for anything else. */
    public static Optional<Arn> parse(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length != 6
                || !"arn".equals(parts[0])
                || parts[1].isEmpty()
                || parts[2].isEmpty()
                || parts[5].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
    }

    public static Arn key(Region region, AccountId account, KeyId key) {
        return new Arn(PARTITION, "kms", region.value(), account.value(), "key/" + key.value());
    }

    /** The ARN of an alias; the name includes its prefix {@code alias/}. */
    public static Arn alias(Region region, AccountId account, String aliasName) {
        return new Arn(PARTITION, "kms", region.value(), account.value(), aliasName);
    }

    public static Arn root(AccountId account) {
        return new Arn(PARTITION, "iam", "", account.value(), "root");
    }

    /** The ARN of an IAM user; the path begins and ends with a slash. */
    public static Arn user(AccountId account, String path, String name) {
        return new Arn(PARTITION, "iam", "", account.value(), "user" + path + name);
    }

    /** The ARN of an IAM role; the path begins and ends with a slash. */
    public static Arn role(AccountId account, String path, String name) {
        return new Arn(PARTITION, "iam", "", account.value(), "role" + path + name);
    }

    /** The ARN of an IAM group; the path begins and ends with a slash. */
    public static Arn group(AccountId account, String path, String name) {
        return new Arn(PARTITION, "iam", "", account.value(), "group" + path + name);
    }

    /** The ARN of a customer managed policy; the path begins and ends with a slash. */
    public static Arn policy(AccountId account, String path, String name) {
        return new Arn(PARTITION, "iam", "", account.value(), "policy" + path + name);
    }

    /** The ARN of an OpenID Connect provider, named by its URL without the scheme. */
    public static Arn oidcProvider(AccountId account, String name) {
        return new Arn(PARTITION, "iam", "", account.value(), "oidc-provider/" + name);
    }

    /** The ARN of a session of a role, which the role's path is not part of. */
    public static Arn assumedRole(AccountId account, String role, String session) {
        return new Arn(PARTITION, "sts", "", account.value(), "assumed-role/" + role + "/" + session);
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
    }
}
