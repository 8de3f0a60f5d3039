package io.claviger.config;

import io.claviger.common.AccountId;
import io.claviger.common.JsonReader;
import io.claviger.common.KmsException;
import io.claviger.common.MalformedJsonException;
import io.claviger.common.Region;
import io.claviger.iam.RegisteredService;
import io.claviger.iam.TokenIssuer;
import io.claviger.iam.mapping.ClaimMappingJson;
import io.claviger.iam.mapping.MappingReading;
import io.claviger.operation.deployment.PublicKeys;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The issuers and services of the configuration. A fault in one stops the service. */
final class Trusted {
    private final AccountId management;
    private final JsonReader reader;

    Trusted(AccountId management, JsonReader reader) {
        this.management = management;
        this.reader = reader;
    }

    List<TokenIssuer> issuers(Map<String, ClavigerConfig.Oidc> settings) {
        return settings.entrySet().stream()
                .map(entry -> issuer("claviger.oidc." + entry.getKey(), entry.getValue()))
                .toList();
    }

    private TokenIssuer issuer(String setting, ClavigerConfig.Oidc given) {
        checkKeys(setting, Optional.of(given.url()), given.jwks());
        checkKeys(setting, given.jwksUrl(), Optional.empty());
        if (given.audiences().isEmpty()) {
            throw new StartupException(setting + ".audiences is empty.");
        }
        try {
            if (ClaimMappingJson.read(reader.read(given.rules())) instanceof MappingReading.Refused refused) {
                throw new StartupException(
                        setting + ".rules: " + refused.problems().getFirst() + ".");
            }
        } catch (MalformedJsonException e) {
            throw new StartupException(setting + ".rules is no JSON: " + e.getMessage() + ".", e);
        }
        return new TokenIssuer(
                management,
                given.url(),
                Instant.EPOCH,
                given.audiences(),
                given.jwksUrl().orElse(null),
                given.jwks().orElse(null),
                given.rules(),
                true,
                0);
    }

    List<RegisteredService> services(Map<String, ClavigerConfig.Service> settings) {
        return settings.entrySet().stream()
                .map(entry -> service("claviger.services." + entry.getKey(), entry.getKey(), entry.getValue()))
                .toList();
    }

    private RegisteredService service(String setting, String name, ClavigerConfig.Service given) {
        if (!RegisteredService.isName(name)) {
            throw new StartupException(setting + " is not the name of a service such as ec2.");
        }
        if (given.jwks().isPresent() == given.jwksUrl().isPresent()) {
            throw new StartupException(setting + " needs exactly one of jwks and jwks-url.");
        }
        checkKeys(setting, given.jwksUrl(), given.jwks());
        String owner = given.accountId().orElse(management.value());
        if (!AccountId.isValid(owner)) {
            throw new StartupException(setting + ".account-id is not of twelve digits.");
        }
        List<String> regions = given.regions().orElse(List.of());
        if (!regions.stream().allMatch(Region::isValid)) {
            throw new StartupException(setting + ".regions has a name that no region has.");
        }
        return new RegisteredService(
                management,
                name,
                Instant.EPOCH,
                new AccountId(owner),
                given.jwksUrl().orElse(null),
                given.jwks().orElse(null),
                regions,
                given.enabled(),
                0);
    }

    private void checkKeys(String setting, Optional<String> url, Optional<String> jwks) {
        try {
            PublicKeys.checkUrl("The address", url.orElse(null));
            PublicKeys.checkJwks(jwks.isEmpty() ? null : reader.read(jwks.get()));
        } catch (KmsException e) {
            throw new StartupException(setting + ": " + e.getMessage(), e);
        } catch (MalformedJsonException e) {
            throw new StartupException(setting + ".jwks is no JSON: " + e.getMessage() + ".", e);
        }
    }
}
