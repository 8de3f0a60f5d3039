package io.claviger.policy.reference;

import io.claviger.common.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Another order, and some things twice: documents, statements, list items, members of objects, levels, grants. */
final class Shuffle {
    private final Dice dice;

    private Shuffle(Dice dice) {
        this.dice = dice;
    }

    static PolicyCase shuffled(PolicyCase question, Dice dice) {
        Shuffle shuffle = new Shuffle(dice);
        PolicyCase.Policies policies = question.policies();
        SequencedMap<String, List<String>> context = new LinkedHashMap<>();
        question.context().forEach((key, values) -> context.put(key, shuffle.list(values)));
        return question.withGrants(shuffle.list(question.grants()))
                .with(new PolicyCase.Policies(
                        policies.resource().map(shuffle::tree),
                        shuffle.trees(policies.identity()),
                        policies.boundary().map(shuffle::tree),
                        shuffle.trees(policies.session()),
                        shuffle.list(policies.levels()).stream()
                                .map(shuffle::trees)
                                .toList()));
    }

    private List<Json> trees(List<Json> documents) {
        return list(documents).stream().map(this::tree).toList();
    }

    private <T> List<T> list(List<T> list) {
        List<T> all = new ArrayList<>(list);
        if (!all.isEmpty() && dice.percent(40)) {
            all.add(dice.oneOf(list));
        }
        return dice.shuffled(all);
    }

    private Json tree(Json json) {
        if (json instanceof Json.Arr array) {
            return new Json.Arr(trees(array.items()));
        }
        if (json instanceof Json.Obj object) {
            SequencedMap<String, Json> members = new LinkedHashMap<>();
            for (Map.Entry<String, Json> member :
                    dice.shuffled(List.copyOf(object.members().entrySet()))) {
                members.put(member.getKey(), tree(member.getValue()));
            }
            return new Json.Obj(members);
        }
        return json;
    }
}
