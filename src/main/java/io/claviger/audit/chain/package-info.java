/**
 * The block chain of the audit journal: how records become signed, linked blocks, and how anyone who holds the audit
 * public key proves a run of blocks unaltered. Pure: no clock, no randomness, no input or output; algorithms come from
 * JCA providers handed in. The format is described byte by byte in {@code docs/audit-format.md}.
 */
@NullMarked
package io.claviger.audit.chain;

import org.jspecify.annotations.NullMarked;
