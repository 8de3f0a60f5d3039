/**
 * The vocabulary that every other package speaks: ARNs, accounts, regions, key ids, secrets and errors.
 * Plain Java, no input or output, no clock. Everything here is immutable or closes itself.
 */
@NullMarked
package io.claviger.common;

import org.jspecify.annotations.NullMarked;
