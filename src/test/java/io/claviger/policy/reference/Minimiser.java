package io.claviger.policy.reference;

import io.claviger.common.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes a case smaller as long as it still shows the same trouble. */
final class Minimiser {
    private Minimiser() {}

    static PolicyCase minimise(PolicyCase question, Predicate<PolicyCase> showsTrouble) {
        PolicyCase smallest = question;
        Optional<PolicyCase> next = Optional.of(question);
        while (next.isPresent()) {
            smallest = next.get();
            next = smaller(smallest).filter(showsTrouble).findFirst();
        }
        return smallest;
    }

    /** Every case with one thing less. */
    private static Stream<PolicyCase> smaller(PolicyCase question) {
        PolicyCase.Policies all = question.policies();
        List<PolicyCase.Policies> policies = new ArrayList<>();
        if (all.resource().isPresent()) {
            policies.add(resource(all, Optional.empty()));
            smallerDocuments(all.resource().get()).forEach(json -> policies.add(resource(all, Optional.of(json))));
        }
        if (all.boundary().isPresent()) {
            policies.add(boundary(all, Optional.empty()));
            smallerDocuments(all.boundary().get()).forEach(json -> policies.add(boundary(all, Optional.of(json))));
        }
        smallerLists(all.identity())
                .forEach(list -> policies.add(
                        new PolicyCase.Policies(all.resource(), list, all.boundary(), all.session(), all.levels())));
        smallerLists(all.session())
                .forEach(list -> policies.add(
                        new PolicyCase.Policies(all.resource(), all.identity(), all.boundary(), list, all.levels())));
        for (int level = 0; level < all.levels().size(); level++) {
            int at = level;
            policies.add(levels(all, Trees.without(all.levels(), at)));
            smallerLists(all.levels().get(at))
                    .forEach(list -> policies.add(levels(all, Trees.replaced(all.levels(), at, ignored -> list))));
        }
        Stream<PolicyCase> fewerGrants = question.grants().isEmpty()
                ? Stream.empty()
                : Stream.of(question.withGrants(
                        question.grants().subList(0, question.grants().size() - 1)));
        Stream<PolicyCase> fewerKeys = question.context().keySet().stream().map(key -> {
            SequencedMap<String, List<String>> fewer = new LinkedHashMap<>(question.context());
            fewer.remove(key);
            return question.withContext(fewer);
        });
        return Stream.of(policies.stream().map(question::with), fewerGrants, fewerKeys)
                .flatMap(stream -> stream);
    }

    private static PolicyCase.Policies resource(PolicyCase.Policies all, Optional<Json> document) {
        return new PolicyCase.Policies(document, all.identity(), all.boundary(), all.session(), all.levels());
    }

    private static PolicyCase.Policies boundary(PolicyCase.Policies all, Optional<Json> document) {
        return new PolicyCase.Policies(all.resource(), all.identity(), document, all.session(), all.levels());
    }

    private static PolicyCase.Policies levels(PolicyCase.Policies all, List<List<Json>> levels) {
        return new PolicyCase.Policies(all.resource(), all.identity(), all.boundary(), all.session(), levels);
    }

    private static Stream<List<Json>> smallerLists(List<Json> documents) {
        Stream.Builder<List<Json>> lists = Stream.builder();
        for (int i = 0; i < documents.size(); i++) {
            int at = i;
            lists.add(Trees.without(documents, at));
            smallerDocuments(documents.get(at)).forEach(json -> lists.add(Trees.replaced(documents, at, old -> json)));
        }
        return lists.build();
    }

    private static Stream<Json> smallerDocuments(Json document) {
        List<Json> statements = Trees.statements(document);
        Stream.Builder<Json> documents = Stream.builder();
        for (int i = 0; i < statements.size(); i++) {
            int at = i;
            if (statements.size() > 1) {
                documents.add(Trees.withStatements(document, Trees.without(statements, at)));
            }
            smallerTrees(statements.get(at), 3)
                    .forEach(json ->
                            documents.add(Trees.withStatements(document, Trees.replaced(statements, at, old -> json))));
        }
        return documents.build();
    }

    /** One list item, condition or operator less; nothing that an element needs. */
    private static Stream<Json> smallerTrees(Json json, int depth) {
        Stream.Builder<Json> trees = Stream.builder();
        if (json instanceof Json.Obj object) {
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                boolean mayGo = depth < 3
                        ? object.members().size() > 1
                        : member.getKey().matches("Condition|Sid");
                if (mayGo) {
                    trees.add(Trees.without(json, member.getKey()));
                }
                smallerTrees(member.getValue(), depth - 1)
                        .forEach(smaller -> trees.add(Trees.with(json, member.getKey(), smaller)));
            }
        } else if (json instanceof Json.Arr array && array.items().size() > 1) {
            for (int i = 0; i < array.items().size(); i++) {
                trees.add(new Json.Arr(Trees.without(array.items(), i)));
            }
        }
        return trees.build();
    }
}
