/**
 * Decision records: a request, the policies that speak about it and what is expected, in the JSON of the policy corpus.
 * Read strictly, since somebody wants to know what exactly these policies do: what is not understood is refused with a
 * {@link io.claviger.common.KmsException} that says where.
 */
@NullMarked
package io.claviger.policy.record;

import org.jspecify.annotations.NullMarked;
