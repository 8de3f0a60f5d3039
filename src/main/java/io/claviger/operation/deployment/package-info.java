/**
 * What concerns the whole deployment: its accounts, and the services that may call for others. Principals of the management account alone can be allowed to do any of it.
 */
@NullMarked
package io.claviger.operation.deployment;

import org.jspecify.annotations.NullMarked;
