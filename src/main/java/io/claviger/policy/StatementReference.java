package io.claviger.policy;

import org.jspecify.annotations.Nullable;

/**
 * Points at a statement that decided.
 *
 * @param policy which of the layer's policies, from 0; service control policies are counted through all levels
 * @param statement which statement of it, from 0
 * @param sid its Sid, if it has one
 * @param pointer the statement in its document, as a JSON pointer: {@code /Statement/0}, or {@code /Statement} where the
 *     document has one statement outside a list; empty for a document that cannot be read
 */
public record StatementReference(
        Layer layer, int policy, int statement, @Nullable String sid, String pointer) {}
