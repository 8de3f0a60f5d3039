/**
 * Gathers what speaks about a call (key policy, identity policies, condition keys), asks the policy engine, and turns
 * its decision into the answer that the caller may see and the reason that the audit record keeps.
 */
@NullMarked
package io.claviger.authz;

import org.jspecify.annotations.NullMarked;
