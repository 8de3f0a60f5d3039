/**
 * Key derivation: the counter mode of NIST SP 800-108 revision 1 with HMAC-SHA-256.
 * One key and different labels give independent keys, so a key is never used for two purposes directly.
 * Plain Java.
 */
@NullMarked
package io.claviger.crypto.kdf;

import org.jspecify.annotations.NullMarked;
