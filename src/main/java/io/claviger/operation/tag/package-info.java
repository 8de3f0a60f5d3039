/**
 * Operations on the tags of keys.
 */
@NullMarked
package io.claviger.operation.tag;

import org.jspecify.annotations.NullMarked;
