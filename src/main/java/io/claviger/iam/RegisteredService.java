package io.claviger.iam;

import io.claviger.common.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A service that may call for others, and prove so with tokens that it signs. All of them belong to the management
 * account.
 *
 * @param name {@code ec2}: 1 to 63 of a-z, 0-9 and hyphens; the service principal is {@code ec2.amazonaws.com}
 * @param serviceAccount the account that the service itself is of, when it calls on its own behalf
 * @param jwksUrl where its public keys are; exactly one of this and {@code jwks}
 * @param jwks its public keys, as a JWK set in JSON
 * @param regions where it may call; empty for every region
 */
public record RegisteredService(
        AccountId account,
        String name,
        Instant createdAt,
        AccountId serviceAccount,
        @Nullable String jwksUrl,
        @Nullable String jwks,
        List<String> regions,
        boolean enabled,
        long version)
        implements Entity {
    /** What a name looks like. */
    public static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    /** What service principals end with. */
    public static final String PRINCIPAL_SUFFIX = ".amazonaws.com";

    private static final Pattern NAME_PATTERN = Pattern.compile(NAME);

    public static boolean isName(String text) {
        return NAME_PATTERN.matcher(text).matches();
    }

    /** The name of the service that a service principal is; empty for what is none. */
    public static Optional<String> nameOf(String principal) {
        return Optional.of(principal)
                .filter(text -> text.endsWith(PRINCIPAL_SUFFIX))
                .map(text -> text.substring(0, text.length() - PRINCIPAL_SUFFIX.length()))
                .filter(RegisteredService::isName);
    }

    public RegisteredService {
        regions = List.copyOf(regions);
    }

    @Override
    public EntityKind<RegisteredService> kind() {
        return EntityKind.SERVICE;
    }

    /** {@code ec2.amazonaws.com}. */
    public String principal() {
        return name + PRINCIPAL_SUFFIX;
    }

    /** The name. */
    @Override
    public String id() {
        return name;
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Set<Reference> references() {
        return Set.of();
    }

    @Override
    public RegisteredService atVersion(long newVersion) {
        return new RegisteredService(
                account, name, createdAt, serviceAccount, jwksUrl, jwks, regions, enabled, newVersion);
    }
}
