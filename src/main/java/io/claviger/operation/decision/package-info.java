/** Operations of our own: why calls are decided as they are. */
@NullMarked
package io.claviger.operation.decision;

import org.jspecify.annotations.NullMarked;
