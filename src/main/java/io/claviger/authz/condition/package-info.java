/** The catalogue of condition keys: what a policy's conditions may see of a call, a row each. */
@NullMarked
package io.claviger.authz.condition;

import org.jspecify.annotations.NullMarked;
