/**
 * From the claims of a verified token to one principal: the ordered rules of an issuer, their JSON form, and what comes
 * of them. Pure: whether the principal exists and may be used is for others to decide. Whatever is not plainly one
 * principal is refused, with a reason that names rule and claim and repeats no value.
 */
@NullMarked
package io.claviger.iam.mapping;

import org.jspecify.annotations.NullMarked;
