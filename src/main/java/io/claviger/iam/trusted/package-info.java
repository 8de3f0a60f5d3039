/**
 * Whom the deployment as a whole trusts: issuers of tokens and services, from the configuration and from the directory.
 */
@NullMarked
package io.claviger.iam.trusted;

import org.jspecify.annotations.NullMarked;
