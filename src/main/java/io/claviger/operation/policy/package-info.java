/**
 * Operations on key policies, and the rules that a policy must meet before it is put.
 */
@NullMarked
package io.claviger.operation.policy;

import org.jspecify.annotations.NullMarked;
