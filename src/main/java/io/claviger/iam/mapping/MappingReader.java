package io.claviger.iam.mapping;

import io.claviger.common.AccountId;
import io.claviger.common.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads the JSON form of a mapping once, gathering what is wrong with it. */
final class MappingReader {
    private static final int MAX_RULES = 100;
    private static final int MAX_CONDITIONS = 20;
    private static final int MAX_VALUES = 100;
    private static final int MAX_ACCOUNTS = 1000;
    private static final int MAX_TEXT = 2048;

    private final List<MappingProblem> problems = new ArrayList<>();

    MappingReading read(Json json) {
        Json.Obj object = object("", json, Set.of("accounts", "rules"));
        MappableAccounts accounts = accounts(object.members().get("accounts"));
        List<MappingRule> rules = list("/rules", object.members().get("rules"), MAX_RULES, this::rule);
        return problems.isEmpty()
                ? new MappingReading.Accepted(new ClaimMapping(rules, accounts))
                : new MappingReading.Refused(problems);
    }

    private MappableAccounts accounts(@Nullable Json json) {
        if (json instanceof Json.Str all && all.value().equals("*")) {
            return new MappableAccounts.All();
        }
        return new MappableAccounts.Only(new HashSet<>(list("/accounts", json, MAX_ACCOUNTS, this::account)));
    }

    private Optional<AccountId> account(String pointer, Json json) {
        if (json instanceof Json.Str id && AccountId.isValid(id.value())) {
            return Optional.of(new AccountId(id.value()));
        }
        return problem(pointer, "is not an account id of 12 digits");
    }

    private Optional<MappingRule> rule(String pointer, Json json) {
        int before = problems.size();
        Json.Obj object = object(pointer, json, Set.of("when", "principal", "tags"));
        Json when = object.members().get("when");
        List<ClaimCondition> conditions =
                when == null ? List.of() : list(pointer + "/when", when, MAX_CONDITIONS, this::condition);
        Optional<ClaimTemplate> principal =
                template(pointer + "/principal", object.members().get("principal"));
        principal
                .filter(template -> !MappingRule.isPrincipal(template))
                .ifPresent(template -> problem(
                        pointer + "/principal",
                        "is neither one claim nor the ARN of a user or of a role session of an account"));
        SequencedMap<String, ClaimTemplate> tags =
                tags(pointer + "/tags", object.members().get("tags"));
        return problems.size() == before
                ? principal.map(template -> new MappingRule(conditions, template, tags))
                : Optional.empty();
    }

    private Optional<ClaimCondition> condition(String pointer, Json json) {
        int before = problems.size();
        Json.Obj object = object(pointer, json, Set.of("claim", "anyOf"));
        Optional<ClaimPath> claim = text(pointer + "/claim", object.members().get("claim"))
                .flatMap(text -> ClaimPath.parse(text).or(() -> problem(pointer + "/claim", "does not name a claim")));
        List<String> anyOf = list(pointer + "/anyOf", object.members().get("anyOf"), MAX_VALUES, this::text);
        return problems.size() == before ? claim.map(path -> new ClaimCondition(path, anyOf)) : Optional.empty();
    }

    private SequencedMap<String, ClaimTemplate> tags(String pointer, @Nullable Json json) {
        SequencedMap<String, ClaimTemplate> tags = new LinkedHashMap<>();
        if (json == null) {
            return tags;
        }
        if (!(json instanceof Json.Obj object)) {
            problem(pointer, "is not an object");
            return tags;
        }
        for (Map.Entry<String, Json> tag : object.members().entrySet()) {
            template(child(pointer, tag.getKey()), tag.getValue())
                    .ifPresent(template -> tags.put(tag.getKey(), template));
        }
        if (!MappingRule.areKeys(tags)) {
            problem(pointer, "has keys that a session's tags may not have, too many, or two that differ in case alone");
        }
        return tags;
    }

    private Optional<ClaimTemplate> template(String pointer, @Nullable Json json) {
        Optional<String> text = text(pointer, json);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ClaimTemplate.parse(text.get()));
        } catch (IllegalArgumentException e) {
            return problem(pointer, "is not a template: " + e.getMessage());
        }
    }

    private Optional<String> text(String pointer, @Nullable Json json) {
        if (json == null) {
            return problem(pointer, "is missing");
        }
        if (json instanceof Json.Str text && text.value().length() <= MAX_TEXT) {
            return Optional.of(text.value());
        }
        return problem(pointer, "is not a string of at most " + MAX_TEXT + " characters");
    }

    private <T> List<T> list(
            String pointer, @Nullable Json json, int longest, BiFunction<String, Json, Optional<T>> item) {
        List<T> items = new ArrayList<>();
        if (json == null) {
            problem(pointer, "is missing");
        } else if (!(json instanceof Json.Arr list)
                || list.items().isEmpty()
                || list.items().size() > longest) {
            problem(pointer, "is not a list of 1 to " + longest + " items");
        } else {
            for (int i = 0; i < list.items().size(); i++) {
                item.apply(pointer + "/" + i, list.items().get(i)).ifPresent(items::add);
            }
        }
        return items;
    }

    /** An empty one in the place of something else, which is a problem. */
    private Json.Obj object(String pointer, Json json, Set<String> known) {
        if (!(json instanceof Json.Obj object)) {
            problem(pointer, "is not an object");
            return new Json.Obj(new LinkedHashMap<>());
        }
        for (String name : object.members().keySet()) {
            if (!known.contains(name)) {
                problem(child(pointer, name), "is not known here");
            }
        }
        return object;
    }

    private <T> Optional<T> problem(String pointer, String detail) {
        problems.add(new MappingProblem(pointer, detail));
        return Optional.empty();
    }

    private static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
