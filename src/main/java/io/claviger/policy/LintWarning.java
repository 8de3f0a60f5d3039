package io.claviger.policy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something in a policy that is accepted and probably not meant.
 *
 * @param statement which statement, from 0
 * @param sid its Sid, if it has one
 * @param pointer the place in the document, as a JSON pointer
 * @param message a sentence or two for whoever wrote the policy; may repeat what the document says
 */
public record LintWarning(
        Kind kind, int statement, @Nullable String sid, String pointer, String message) {

    public Optional<String> statementId() {
        return Optional.ofNullable(sid);
    }

    public enum Kind {
        ALLOW_WITH_NOT_PRINCIPAL(Severity.WARNING),
        EVERYONE_WITHOUT_CONDITION(Severity.WARNING),
        STATEMENT_WITHOUT_EFFECT(Severity.WARNING),
        UNKNOWN_ACTION(Severity.WARNING),
        /** An action that only identity policies can grant, in a key policy. */
        ACTION_NEVER_GRANTED_BY_KEY_POLICY(Severity.WARNING),
        /** An alias as the resource of actions on the key behind it. */
        ALIAS_IN_RESOURCE(Severity.WARNING),
        RESOURCE_NEVER_MATCHES(Severity.WARNING),
        UNKNOWN_CONDITION_KEY(Severity.WARNING),
        KEY_UNSEEN_BY_KEY_POLICY(Severity.WARNING),
        FOR_ALL_VALUES_ON_SINGLE_VALUED_KEY(Severity.WARNING),
        /** Harmless: means the same as without. */
        FOR_ANY_VALUE_ON_SINGLE_VALUED_KEY(Severity.INFORMATION),
        FOR_ALL_VALUES_WITHOUT_NULL_CHECK(Severity.WARNING),
        MULTIVALUED_KEY_WITHOUT_SET_OPERATOR(Severity.WARNING),
        NEGATED_OPERATOR_ON_ABSENT_KEY(Severity.WARNING),
        /** Malformed for its operator, so that the document is refused, or was read before it would have been. */
        MALFORMED_VALUE(Severity.WARNING),
        VALUE_NEVER_MATCHES(Severity.WARNING),
        WILDCARD_IS_LITERAL(Severity.INFORMATION),
        VARIABLE_IS_LITERAL(Severity.WARNING);

        private final Severity severity;

        Kind(Severity severity) {
            this.severity = severity;
        }

        public Severity severity() {
            return severity;
        }
    }

    public enum Severity {
        /** The policy does not do what it seems to. */
        WARNING,
        /** The policy does what it says, in an unusual way. */
        INFORMATION
    }
}
