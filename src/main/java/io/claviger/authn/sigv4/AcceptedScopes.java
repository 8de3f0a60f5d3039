package io.claviger.authn.sigv4;

import io.claviger.common.Region;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The regions and services that a signature may be for here. */
final class AcceptedScopes {
    private final Map<String, Region> regions;
    private final Set<String> services;
    private final String serviceText;

    /**
     * @param regions by the names that scopes have for them
     */
    AcceptedScopes(Map<String, Region> regions, Set<String> services) {
        this.regions = Map.copyOf(regions);
        this.services = Set.copyOf(services);
        this.serviceText = "'" + String.join("', '", new TreeSet<>(services)) + "'";
    }

    /** The region that a scope is for, if all of the scope is acceptable for that time. */
    Region check(CredentialScope scope, RequestTime time) {
        Region region = regions.get(scope.region());
        if (region == null) {
            throw Refusal.invalid(
                    "Credential should be scoped to a valid region, not '" + Refusal.echo(scope.region()) + "'.");
        }
        if (!services.contains(scope.service())) {
            throw Refusal.invalid("Credential should be scoped to correct service: " + serviceText + ".");
        }
        if (!scope.terminator().equals(CredentialScope.TERMINATOR)) {
            throw Refusal.invalid("Credential should be scoped with a valid terminator: 'aws4_request', not '"
                    + Refusal.echo(scope.terminator()) + "'.");
        }
        if (!scope.date().equals(time.date())) {
            throw Refusal.invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
                    + " HTTP: '" + Refusal.echo(scope.date()) + "' != '" + time.date() + "', from '" + time.text()
                    + "'.");
        }
        return region;
    }
}
