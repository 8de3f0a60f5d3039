/**
 * The annotations that a request or response record carries: the constraints of the API model, names on the wire that
 * differ from the rule, and what the audit record must not show. {@code Validation}, the JSON codec and the audit
 * encoder read them; nothing else does.
 */
@NullMarked
package io.claviger.operation.wire;

import org.jspecify.annotations.NullMarked;
