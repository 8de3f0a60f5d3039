/**
 * How secrets are wrapped: the format in which a domain key keeps them at rest, and the wrapping of imported material.
 * Every wrapped secret is bound to its owner, so that a row moved elsewhere does not open.
 * Formats are in {@code docs/ciphertext-format.md}.
 */
@NullMarked
package io.claviger.crypto.wrap;

import org.jspecify.annotations.NullMarked;
