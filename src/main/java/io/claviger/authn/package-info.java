/**
 * Who is calling: the port {@link io.claviger.authn.Authenticator}, what it sees of a request and what it makes of it.
 * Adapters are sub-packages. A call is identified from its raw bytes, before anything in its body is decoded.
 */
@NullMarked
package io.claviger.authn;

import org.jspecify.annotations.NullMarked;
