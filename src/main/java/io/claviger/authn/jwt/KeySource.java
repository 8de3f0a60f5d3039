package io.claviger.authn.jwt;

import io.claviger.authn.token.KeySet;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Gets the text of a key set from where it is. Fails with {@link KeyFetchException}. */
interface KeySource {
    Uni<Fetched> fetch(KeySet where);

    /**
     * What was there.
     *
     * @param freshFor as the issuer says, within our bounds
     */
    record Fetched(String jwks, Duration freshFor) {}
}
