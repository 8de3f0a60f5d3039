/**
 * The contract between the operations and the pipeline. An operation declares what it names, what it needs and what it
 * changes; it never authorizes, audits, writes, or touches HTTP. The operations are in the sub-packages, one file each.
 */
@NullMarked
package io.claviger.operation;

import org.jspecify.annotations.NullMarked;
