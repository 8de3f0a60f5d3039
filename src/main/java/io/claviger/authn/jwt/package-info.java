/**
 * Verifies signed tokens with SmallRye JWT. The keys of the issuers are fetched and kept here, so that neither a dead
 * issuer nor a flood of made-up key ids costs more than a bounded number of requests. The library sees one token, one
 * key and one algorithm at a time, chosen by us.
 */
@NullMarked
package io.claviger.authn.jwt;

import org.jspecify.annotations.NullMarked;
