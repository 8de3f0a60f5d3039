/**
 * AWS Signature Version 4 as an {@link io.claviger.authn.Authenticator}: the {@code Authorization} header and the
 * presigned query form. Everything but {@link io.claviger.authn.sigv4.SigV4Authenticator} is pure: parsing, the
 * canonical request, the signing key. Whatever a caller sends, the answer is a caller or a
 * {@link io.claviger.common.KmsException} of the authentication errors.
 */
@NullMarked
package io.claviger.authn.sigv4;

import org.jspecify.annotations.NullMarked;
