/**
 * Operations on aliases, the friendly names of keys.
 */
@NullMarked
package io.claviger.operation.alias;

import org.jspecify.annotations.NullMarked;
