/**
 * AES-256-GCM, and the authenticated encryption built on it that needs no nonce budget.
 * Only {@link io.claviger.crypto.aes.OneTimeKeyAead} is for use outside; nonces are named where they are dangerous.
 * Keys close themselves and wipe.
 */
@NullMarked
package io.claviger.crypto.aes;

import org.jspecify.annotations.NullMarked;
