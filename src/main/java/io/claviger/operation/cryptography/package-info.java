/**
 * Operations that use key material. All of them are read-only in the audit record and count as a use of the key.
 */
@NullMarked
package io.claviger.operation.cryptography;

import org.jspecify.annotations.NullMarked;
