/**
 * Accounts, users, access keys and their policies: who exists. Records as they are stored; the secrets in them are
 * wrapped.
 */
@NullMarked
package io.claviger.iam;

import org.jspecify.annotations.NullMarked;
