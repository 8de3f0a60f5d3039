package io.claviger.authz.condition;

import io.claviger.operation.KeyTraits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the catalogue.
 *
 * @param name as AWS writes it; a key of a family ends in a placeholder, as {@code aws:RequestTag/<key>} does
 * @param isMultivalued whether it may have several values, so that conditions need a set operator
 * @param isForIdentityPoliciesOnly whether key policies never see it
 * @param filledWith what it is filled with, in words
 */
record ConditionKey(
        String name,
        ValueType type,
        boolean isMultivalued,
        boolean isForIdentityPoliciesOnly,
        Concern concern,
        String filledWith,
        Source source) {

    /** The source of a key that no request has yet. */
    static final Source NONE_YET = (facts, foldedMember) -> List.of();

    /** Fills a key; the second argument is what stands in the place of the placeholder, folded. */
    interface Source {
        List<String> values(CallFacts facts, String foldedMember);
    }

    /** Fills a single-valued key; null leaves it absent. */
    interface Single<T> {
        @Nullable
        String value(T from);
    }

    /** Fills a multivalued key; without values it is absent. */
    interface Multiple<T> {
        List<String> values(T from);
    }

    /** Fills a single-valued key from a request and the rest of its call; null leaves it absent. */
    interface OfRequest<R> {
        @Nullable
        String value(R request, CallFacts facts);
    }

    /** The values of the key in a call; empty if it is absent. */
    List<String> values(CallFacts facts, String foldedMember) {
        return concern.covers().test(facts) ? source.values(facts, foldedMember) : List.of();
    }

    static ConditionKey single(
            String name, ValueType type, Concern concern, String filledWith, Single<CallFacts> source) {
        return new ConditionKey(
                name, type, false, false, concern, filledWith, (facts, foldedMember) -> listOf(source.value(facts)));
    }

    static ConditionKey multiple(
            String name, ValueType type, Concern concern, String filledWith, Multiple<CallFacts> source) {
        return new ConditionKey(
                name, type, true, false, concern, filledWith, (facts, foldedMember) -> source.values(facts));
    }

    static ConditionKey family(String name, Concern concern, String filledWith, Source source) {
        return new ConditionKey(name, ValueType.STRING, false, false, concern, filledWith, source);
    }

    /** A property of the key, or of the key that the request makes. */
    static ConditionKey trait(String name, ValueType type, String filledWith, Single<KeyTraits> source) {
        return single(name, type, Concern.KEYS_AND_NEW_KEYS, filledWith, facts -> {
            KeyTraits traits = facts.traits();
            return traits == null ? null : source.value(traits);
        });
    }

    /** A member of a request. */
    static <R> ConditionKey member(
            String name, ValueType type, Class<R> request, String filledWith, OfRequest<R> source) {
        return single(
                name,
                type,
                Concern.requests(request),
                filledWith,
                facts -> source.value(request.cast(facts.call().input()), facts));
    }

    /** A list in a request. */
    static <R> ConditionKey members(String name, Class<R> request, String filledWith, Multiple<R> source) {
        return multiple(
                name,
                ValueType.STRING,
                Concern.requests(request),
                filledWith,
                facts -> source.values(request.cast(facts.call().input())));
    }

    /** A key that no request has yet, and why. */
    static ConditionKey absent(String name, ValueType type, Concern concern, String why) {
        return new ConditionKey(name, type, false, false, concern, "never present: " + why, NONE_YET);
    }

    /** The same for a multivalued key. */
    static ConditionKey absentList(String name, ValueType type, Concern concern, String why) {
        return new ConditionKey(name, type, true, false, concern, "never present: " + why, NONE_YET);
    }

    ConditionKey forIdentityPoliciesOnly() {
        return new ConditionKey(name, type, isMultivalued, true, concern, filledWith, source);
    }

    private static List<String> listOf(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }
}
