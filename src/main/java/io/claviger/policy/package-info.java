/**
 * The policy engine: reads IAM policy documents, compiles them, and decides whether a request is allowed.
 * Everything here is a pure function of its arguments: no input or output, no clock, no randomness, no exception.
 * What cannot be understood never opens anything: an Allow grants nothing, a Deny denies.
 */
@NullMarked
package io.claviger.policy;

import org.jspecify.annotations.NullMarked;
