package io.claviger.policy;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A compiled statement.
 *
 * @param index its place in the document, from 0
 * @param pointer its place in the document, as a JSON pointer
 */
record Statement(
        int index,
        String pointer,
        @Nullable String sid,
        Effect effect,
        PrincipalClause principals,
        ActionClause actions,
        ResourceClause resources,
        List<Condition> conditions) {

    Statement {
        conditions = List.copyOf(conditions);
    }

    /**
     * How the statement names the caller; NONE if it does not apply to the request.
     *
     * @param isBounded whether the caller has a permissions boundary
     */
    PrincipalMatch applies(AccessRequest request, boolean isBounded) {
        if (!actions.matches(request.action())) {
            return PrincipalMatch.NONE;
        }
        PrincipalMatch match = principals.match(request.principal(), isBounded);
        if (match == PrincipalMatch.NONE || !resources.matches(request.resource(), request.context())) {
            return PrincipalMatch.NONE;
        }
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(request.context())) {
                return PrincipalMatch.NONE;
            }
        }
        return match;
    }

    StatementReference reference(Layer layer, int policy) {
        return new StatementReference(layer, policy, index, sid, pointer);
    }

    /** The folded names of the condition keys that it asks for, in conditions and in variables. */
    Stream<String> mentionedKeys() {
        Stream<String> ofConditions = conditions.stream()
                .flatMap(condition -> Stream.concat(
                        Stream.of(condition.foldedKey()),
                        condition.written().values().stream().flatMap(value -> value.variables().stream())));
        return Stream.concat(ofConditions, resources.written().stream().flatMap(text -> text.variables().stream()));
    }

    /** Action or NotAction; what it was compiled from is kept for explanations. */
    record ActionClause(boolean negates, List<Glob> patterns, List<String> written) {
        static final ActionClause ALL = new ActionClause(true, List.of(), List.of());

        ActionClause {
            patterns = List.copyOf(patterns);
            written = List.copyOf(written);
        }

        boolean matches(Action action) {
            for (int i = 0; i < patterns.size(); i++) {
                if (patterns.get(i).matches(action.folded())) {
                    return !negates;
                }
            }
            return negates;
        }
    }

    /**
     * Resource or NotResource. A variable without a value makes either match nothing. What it was compiled from is kept
     * for explanations.
     */
    record ResourceClause(boolean negates, List<ValueMatcher> patterns, List<WrittenText> written) {
        static final ResourceClause ALL = new ResourceClause(true, List.of(), List.of());

        ResourceClause {
            patterns = List.copyOf(patterns);
            written = List.copyOf(written);
        }

        boolean matches(String resource, Context context) {
            boolean isResolved = true;
            for (int i = 0; i < patterns.size(); i++) {
                ValueMatcher.Match match = patterns.get(i).match(resource, context);
                if (match == ValueMatcher.Match.YES) {
                    return !negates;
                }
                isResolved &= match != ValueMatcher.Match.UNRESOLVED;
            }
            return negates && isResolved;
        }
    }
}
