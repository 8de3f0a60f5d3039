/**
 * Signed tokens (JWT): whom to trust with what, and what a verified token says. The port {@link
 * io.claviger.authn.token.TokenVerifier} serves OIDC callers, web identities and service tokens alike. Everything that
 * can be refused without a key is refused here, in plain Java.
 */
@NullMarked
package io.claviger.authn.token;

import org.jspecify.annotations.NullMarked;
