/** The operations on grants. */
@NullMarked
package io.claviger.operation.grant;

import org.jspecify.annotations.NullMarked;
