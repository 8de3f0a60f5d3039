package io.claviger.policy;

import java.util.List;

/** One condition key under one operator. All conditions of a statement must hold. */
sealed interface Condition {
    boolean holds(Context context);

    /** The prefix of an operator: how the values of the request count. */
    enum Quantifier {
        NONE,
        FOR_ANY_VALUE,
        FOR_ALL_VALUES
    }

    /**
     * Compares the request's values with the policy's. A positive operator asks for a value in the policy's list, a
     * negated one that no value is in it, which an absent key satisfies. The quantifiers ask of some value, or of every
     * value, that it is in the list, or outside it; IfExists changes nothing for them.
     */
    record Compare(
            String foldedKey,
            ConditionOperator operator,
            Quantifier quantifier,
            boolean ifExists,
            List<ValueMatcher> wanted)
            implements Condition {
        public Compare {
            wanted = List.copyOf(wanted);
        }

        @Override
        public boolean holds(Context context) {
            List<String> values = context.values(foldedKey);
            return switch (quantifier) {
                case NONE ->
                    values.isEmpty() ? ifExists || operator.negates() : holdsWithoutQuantifier(values, context);
                case FOR_ANY_VALUE -> someHold(values, context);
                case FOR_ALL_VALUES -> allHold(values, context);
            };
        }

        /** Some value equals something in the list; or, negated, none does. */
        private boolean holdsWithoutQuantifier(List<String> values, Context context) {
            return operator.negates() ? allHold(values, context) : someHold(values, context);
        }

        private boolean someHold(List<String> values, Context context) {
            for (int i = 0; i < values.size(); i++) {
                if (holds(values.get(i), context)) {
                    return true;
                }
            }
            return false;
        }

        private boolean allHold(List<String> values, Context context) {
            for (int i = 0; i < values.size(); i++) {
                if (!holds(values.get(i), context)) {
                    return false;
                }
            }
            return true;
        }

        /** For one value; a variable without a value makes it false either way, unless another value matches. */
        private boolean holds(String value, Context context) {
            ValueMatcher.Match outcome = ValueMatcher.Match.NO;
            for (int i = 0; i < wanted.size() && outcome != ValueMatcher.Match.YES; i++) {
                ValueMatcher.Match match = wanted.get(i).match(value, context);
                outcome = match == ValueMatcher.Match.NO ? outcome : match;
            }
            return outcome == (operator.negates() ? ValueMatcher.Match.NO : ValueMatcher.Match.YES);
        }
    }

    /** {@code Null}: whether the key is absent. A list of both answers holds always. */
    record Presence(String foldedKey, Quantifier quantifier, boolean whenAbsent, boolean whenPresent)
            implements Condition {
        @Override
        public boolean holds(Context context) {
            boolean isAbsent = context.values(foldedKey).isEmpty();
            return switch (quantifier) {
                case NONE -> isAbsent ? whenAbsent : whenPresent;
                case FOR_ANY_VALUE -> !isAbsent && whenPresent;
                case FOR_ALL_VALUES -> isAbsent || whenPresent;
            };
        }
    }
}
