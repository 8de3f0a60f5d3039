/**
 * The port {@link io.claviger.rootkey.RootKey}: the one key that is not in the database and wraps those that are.
 * Adapters are sub-packages: a file, an HSM, another key management service.
 * What is wrapped is bound to its place and to the root key's id.
 */
@NullMarked
package io.claviger.rootkey;

import org.jspecify.annotations.NullMarked;
