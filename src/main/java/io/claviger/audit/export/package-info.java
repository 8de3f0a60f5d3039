/**
 * The journal as a file: JSON Lines, a header line and then one block a line, written for {@code audit verify} and for
 * anyone else's verifier. Reading is streaming, bounded and total. The format is described in
 * {@code docs/audit-format.md}.
 */
@NullMarked
package io.claviger.audit.export;

import org.jspecify.annotations.NullMarked;
