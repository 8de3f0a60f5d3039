/**
 * Answers to questions about policies that nobody enforces: what made-up policies would do, and who has access to a key.
 * Decisions, matches and warnings are the policy engine's own.
 */
@NullMarked
package io.claviger.authz.access;

import org.jspecify.annotations.NullMarked;
