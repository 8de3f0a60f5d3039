package io.claviger.iam.mapping;

import io.claviger.common.Json;
import io.claviger.policy.Glob;
import java.util.List;

/**
 * Holds if a claim has a value that one of the patterns matches, case-sensitively, with {@code *} and {@code ?}. A
 * list has each of its items as a value; numbers and booleans count as they are written. An absent claim never matches.
 */
public record ClaimCondition(ClaimPath claim, List<String> anyOf) {
    public ClaimCondition {
        anyOf = List.copyOf(anyOf);
        if (anyOf.isEmpty()) {
            throw new IllegalArgumentException("a condition needs a value");
        }
    }

    boolean holds(Json.Obj claims) {
        return claim.find(claims)
                .map(value -> value instanceof Json.Arr several
                        ? several.items().stream().anyMatch(this::matches)
                        : matches(value))
                .orElse(false);
    }

    private boolean matches(Json value) {
        return switch (value) {
            case Json.Str text -> matches(text.value());
            case Json.Num number -> matches(number.text());
            case Json.Bool bool -> matches(Boolean.toString(bool.value()));
            case Json.Null none -> false;
            case Json.Arr list -> false;
            case Json.Obj object -> false;
        };
    }

    private boolean matches(String value) {
        return anyOf.stream().anyMatch(pattern -> Glob.of(pattern).matches(value));
    }
}
