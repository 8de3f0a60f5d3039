package io.claviger.policy;

/** Why a condition holds or fails for a request. */
public enum ConditionRule {
    KEY_ABSENT_POSITIVE_FALSE(false, "The request lacks the key, and the operator asks for a value."),
    KEY_ABSENT_NEGATED_TRUE(true, "The request lacks the key, which satisfies a negated operator."),
    IF_EXISTS_ABSENT_TRUE(true, "The request lacks the key, which satisfies IfExists."),
    FOR_ANY_VALUE_EMPTY_FALSE(false, "The request lacks the key, so that no value satisfies ForAnyValue."),
    FOR_ALL_VALUES_EMPTY_TRUE(true, "The request lacks the key, so that no value contradicts ForAllValues."),
    VALUE_MATCHED(true, "A value of the request matches one of the policy."),
    NO_VALUE_MATCHED(false, "No value of the request matches one of the policy."),
    VALUE_OUTSIDE(true, "A value of the request matches none of the policy, as ForAnyValue with a negation asks."),
    NO_VALUE_OUTSIDE(false, "Every value of the request matches one of the policy; ForAnyValue asks for another."),
    ALL_VALUES_MATCHED(true, "Every value of the request matches one of the policy."),
    SOME_VALUE_UNMATCHED(false, "A value of the request matches none of the policy; ForAllValues asks for every one."),
    ALL_VALUES_OUTSIDE(true, "No value of the request matches one that the policy excludes."),
    VALUE_EXCLUDED(false, "A value of the request matches one that the policy excludes."),
    VARIABLE_UNRESOLVED(
            false, "A variable of the policy has no single value in the request, and nothing else decides."),
    NULL_ABSENT_TRUE(true, "The request lacks the key, as Null asks."),
    NULL_ABSENT_FALSE(false, "The request lacks the key; Null asks for it to be there."),
    NULL_PRESENT_TRUE(true, "The request has the key, as Null asks."),
    NULL_PRESENT_FALSE(false, "The request has the key; Null asks for it to be absent.");

    private final boolean holds;
    private final String sentence;

    ConditionRule(boolean holds, String sentence) {
        this.holds = holds;
        this.sentence = sentence;
    }

    public boolean holds() {
        return holds;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether the condition holds because a key is missing, without having asked for that as {@code Null} does. */
    public boolean holdsByAbsence() {
        return this == KEY_ABSENT_NEGATED_TRUE || this == IF_EXISTS_ABSENT_TRUE || this == FOR_ALL_VALUES_EMPTY_TRUE;
    }
}
