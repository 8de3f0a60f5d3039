package io.claviger.iam;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.key.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * An OpenID Connect provider whose tokens roles of the account may trust.
 *
 * @param name the issuer's URL without its scheme, as the ARN has it: {@code login.example.com/realms/main}
 * @param url the issuer's URL as {@code iss} has it
 * @param clientIds the audiences that tokens may be for
 * @param thumbprints kept for the AWS API's sake; trust in the issuer's TLS certificate is the node's
 */
public record OidcProvider(
        AccountId account,
        String name,
        String url,
        Instant createdAt,
        List<String> clientIds,
        List<String> thumbprints,
        List<Tag> tags,
        long version)
        implements Entity {

    public OidcProvider {
        clientIds = List.copyOf(clientIds);
        thumbprints = List.copyOf(thumbprints);
        tags = List.copyOf(tags);
    }

    @Override
    public EntityKind<OidcProvider> kind() {
        return EntityKind.OIDC_PROVIDER;
    }

    /** The ARN. */
    @Override
    public String id() {
        return arn().toString();
    }

    public Arn arn() {
        return Arn.oidcProvider(account, name);
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Set<Reference> references() {
        return Set.of();
    }

    public OidcProvider withClientIds(List<String> newClientIds) {
        return new OidcProvider(account, name, url, createdAt, newClientIds, thumbprints, tags, version);
    }

    public OidcProvider withThumbprints(List<String> newThumbprints) {
        return new OidcProvider(account, name, url, createdAt, clientIds, newThumbprints, tags, version);
    }

    public OidcProvider withTags(List<Tag> newTags) {
        return new OidcProvider(account, name, url, createdAt, clientIds, thumbprints, newTags, version);
    }

    @Override
    public OidcProvider atVersion(long newVersion) {
        return new OidcProvider(account, name, url, createdAt, clientIds, thumbprints, tags, newVersion);
    }
}
