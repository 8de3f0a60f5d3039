/**
 * What concerns the whole deployment: accounts and their service control policies, services that may call for others,
 * and issuers of bearer tokens. Principals of the management account alone can be allowed to do any of it.
 */
@NullMarked
package io.claviger.operation.deployment;

import org.jspecify.annotations.NullMarked;
