/**
 * Operations of our own: who may do what, and why. AWS has nothing like them, so they are called through the REST door
 * alone.
 */
@NullMarked
package io.claviger.operation.access;

import org.jspecify.annotations.NullMarked;
