/**
 * Cryptography as plain Java over a JCA provider that is passed in, or the default one. A sub-package per family.
 * Nothing here reads a clock, keeps state between calls that matters, or draws randomness of its own.
 */
@NullMarked
package io.claviger.crypto;

import org.jspecify.annotations.NullMarked;
