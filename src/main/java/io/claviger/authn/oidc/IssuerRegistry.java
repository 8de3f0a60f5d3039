package io.claviger.authn.oidc;

import io.claviger.common.AccountId;
import io.claviger.iam.EntityKind;
import io.claviger.iam.TokenIssuer;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The issuers of bearer tokens that this deployment trusts: those of its configuration, and those that principals of the
 * management account put. Where both have a URL, the configuration's counts. As fresh as the authorization bound.
 */
public final class IssuerRegistry {
    private final Map<String, TokenIssuer> configured;
    private final AccountId management;
    private final Storage storage;

    public IssuerRegistry(List<TokenIssuer> configured, AccountId management, Storage storage) {
        this.configured =
                configured.stream().collect(Collectors.toUnmodifiableMap(TokenIssuer::url, Function.identity()));
        this.management = management;
        this.storage = storage;
    }

    /** An issuer by its URL, disabled ones too. */
    public Uni<Optional<TokenIssuer>> find(String url) {
        TokenIssuer here = configured.get(url);
        return here != null
                ? Uni.createFrom().item(Optional.of(here))
                : storage.findEntity(EntityKind.TOKEN_ISSUER, management, url);
    }

    /** Those that the API cannot change, by URL. */
    public Map<String, TokenIssuer> configured() {
        return configured;
    }
}
