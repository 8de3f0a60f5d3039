/**
 * The record of every call, in CloudTrail's shape, and the journal that it becomes durable in before the call is
 * answered. {@code audit.chain} is the pure part: blocks, hashes, signatures, verification.
 */
@NullMarked
package io.claviger.audit;

import org.jspecify.annotations.NullMarked;
