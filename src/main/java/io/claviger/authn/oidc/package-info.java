/**
 * Callers with a bearer token of an OpenID Connect issuer: whom to trust, how the token's claims become a principal of an
 * account, and whether that principal exists. Nothing else makes a token somebody.
 */
@NullMarked
package io.claviger.authn.oidc;

import org.jspecify.annotations.NullMarked;
