package io.claviger.policy;

import java.util.List;

/** One condition key under one operator. All conditions of a statement must hold. */
sealed interface Condition {
    /** Whether the condition holds, and why. Allocates nothing: it is asked at every decision. */
    ConditionRule rule(Context context);

    default boolean holds(Context context) {
        return rule(context).holds();
    }

    String foldedKey();

    WrittenCondition written();

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
            List<ValueMatcher> wanted,
            WrittenCondition written)
            implements Condition {
        public Compare {
            wanted = List.copyOf(wanted);
        }

        @Override
        public ConditionRule rule(Context context) {
            List<String> values = context.values(foldedKey);
            boolean isAbsent = values.isEmpty();
            return switch (quantifier) {
                case NONE ->
                    isAbsent ? whenAbsent() : operator.negates() ? every(values, context) : some(values, context);
                case FOR_ANY_VALUE -> isAbsent ? ConditionRule.FOR_ANY_VALUE_EMPTY_FALSE : some(values, context);
                case FOR_ALL_VALUES -> isAbsent ? ConditionRule.FOR_ALL_VALUES_EMPTY_TRUE : every(values, context);
            };
        }

        private ConditionRule whenAbsent() {
            if (ifExists) {
                return ConditionRule.IF_EXISTS_ABSENT_TRUE;
            }
            return operator.negates() ? ConditionRule.KEY_ABSENT_NEGATED_TRUE : ConditionRule.KEY_ABSENT_POSITIVE_FALSE;
        }

        /** Whether some value is as the operator asks. */
        private ConditionRule some(List<String> values, Context context) {
            boolean negates = operator.negates();
            ValueMatcher.Match asked = negates ? ValueMatcher.Match.NO : ValueMatcher.Match.YES;
            boolean isResolved = true;
            for (int i = 0; i < values.size(); i++) {
                ValueMatcher.Match match = match(values.get(i), context);
                if (match == asked) {
                    return negates ? ConditionRule.VALUE_OUTSIDE : ConditionRule.VALUE_MATCHED;
                }
                isResolved &= match != ValueMatcher.Match.UNRESOLVED;
            }
            if (!isResolved) {
                return ConditionRule.VARIABLE_UNRESOLVED;
            }
            return negates ? ConditionRule.NO_VALUE_OUTSIDE : ConditionRule.NO_VALUE_MATCHED;
        }

        /** Whether every value is as the operator asks. */
        private ConditionRule every(List<String> values, Context context) {
            boolean negates = operator.negates();
            ValueMatcher.Match asked = negates ? ValueMatcher.Match.NO : ValueMatcher.Match.YES;
            for (int i = 0; i < values.size(); i++) {
                ValueMatcher.Match match = match(values.get(i), context);
                if (match == ValueMatcher.Match.UNRESOLVED) {
                    return ConditionRule.VARIABLE_UNRESOLVED;
                }
                if (match != asked) {
                    return negates ? ConditionRule.VALUE_EXCLUDED : ConditionRule.SOME_VALUE_UNMATCHED;
                }
            }
            return negates ? ConditionRule.ALL_VALUES_OUTSIDE : ConditionRule.ALL_VALUES_MATCHED;
        }

        /** One value against the list; a variable without a value leaves it open, unless another value matches. */
        private ValueMatcher.Match match(String value, Context context) {
            ValueMatcher.Match outcome = ValueMatcher.Match.NO;
            for (int i = 0; i < wanted.size() && outcome != ValueMatcher.Match.YES; i++) {
                ValueMatcher.Match match = wanted.get(i).match(value, context);
                outcome = match == ValueMatcher.Match.NO ? outcome : match;
            }
            return outcome;
        }
    }

    /** {@code Null}: whether the key is absent. A list of both answers holds always. */
    record Presence(
            String foldedKey, Quantifier quantifier, boolean whenAbsent, boolean whenPresent, WrittenCondition written)
            implements Condition {
        @Override
        public ConditionRule rule(Context context) {
            boolean isAbsent = context.values(foldedKey).isEmpty();
            if (isAbsent && quantifier == Quantifier.FOR_ANY_VALUE) {
                return ConditionRule.FOR_ANY_VALUE_EMPTY_FALSE;
            }
            if (isAbsent && quantifier == Quantifier.FOR_ALL_VALUES) {
                return ConditionRule.FOR_ALL_VALUES_EMPTY_TRUE;
            }
            if (isAbsent) {
                return whenAbsent ? ConditionRule.NULL_ABSENT_TRUE : ConditionRule.NULL_ABSENT_FALSE;
            }
            return whenPresent ? ConditionRule.NULL_PRESENT_TRUE : ConditionRule.NULL_PRESENT_FALSE;
        }
    }
}
