/**
 * Operations on the rotation of key material.
 */
@NullMarked
package io.claviger.operation.rotation;

import org.jspecify.annotations.NullMarked;
