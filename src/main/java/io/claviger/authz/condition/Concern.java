package io.claviger.authz.condition;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a condition key belongs to. In all others it is absent.
 *
 * @param title the requests in words
 * @param request the type of the request record; absent where the key does not come from a member of the request
 */
record Concern(String title, @Nullable Class<?> request, Predicate<CallFacts> covers) {
    static final Concern EVERY_CALL = new Concern("every request", null, facts -> true);
    static final Concern KEYS = new Concern("actions on a KMS key", null, CallFacts::isAboutKey);
    static final Concern KEYS_AND_NEW_KEYS =
            new Concern("actions on a KMS key; CreateKey", null, facts -> facts.traits() != null);

    /** Requests for one of these actions. */
    static Concern actions(String... actions) {
        Set<String> all = Set.of(actions);
        String title = Arrays.stream(actions)
                .map(action -> action.substring(action.indexOf(':') + 1))
                .collect(Collectors.joining(", "));
        return new Concern(title, null, facts -> all.contains(facts.action()));
    }

    /** Requests whose record is of the type, which is an interface of several or the record itself. */
    static Concern requests(Class<?> type) {
        return new Concern("", type, facts -> type.isInstance(facts.call().input()));
    }
}
