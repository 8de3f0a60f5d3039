/**
 * Operations on keys as a whole: creating, describing, listing, enabling, deleting.
 */
@NullMarked
package io.claviger.operation.key;

import org.jspecify.annotations.NullMarked;
