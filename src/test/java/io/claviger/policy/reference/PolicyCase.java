package io.claviger.policy.reference;

import io.claviger.common.Json;
import io.claviger.policy.GrantMatch;
import io.claviger.policy.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A question with everything that speaks about it, as plain data.
 *
 * @param context keys as they were written; two that differ by case are one key
 * @param callerOnlyKeys folded keys that the resource policy does not see
 */
record PolicyCase(
        Principal caller,
        String action,
        String resource,
        String owner,
        boolean isAccountScope,
        SequencedMap<String, List<String>> context,
        Set<String> callerOnlyKeys,
        Policies policies,
        List<GrantMatch> grants,
        boolean foreignersCount) {

    /** All policy documents, as JSON trees. */
    record Policies(
            Optional<Json> resource,
            List<Json> identity,
            Optional<Json> boundary,
            List<Json> session,
            List<List<Json>> levels) {

        Policies withIdentity(List<Json> others) {
            return new Policies(resource, others, boundary, session, levels);
        }

        int count() {
            return (int) (resource.stream().count() + boundary.stream().count())
                    + identity.size()
                    + session.size()
                    + levels.stream().mapToInt(List::size).sum();
        }

        Policies map(UnaryOperator<Json> change) {
            return new Policies(
                    resource.map(change),
                    identity.stream().map(change).toList(),
                    boundary.map(change),
                    session.stream().map(change).toList(),
                    levels.stream()
                            .map(level -> level.stream().map(change).toList())
                            .toList());
        }

        /** Changes one document, counted in the order of the components. */
        Policies mapOne(int index, UnaryOperator<Json> change) {
            int[] seen = {0};
            return map(document -> seen[0]++ == index ? change.apply(document) : document);
        }
    }

    PolicyCase with(Policies others) {
        return new PolicyCase(
                caller,
                action,
                resource,
                owner,
                isAccountScope,
                context,
                callerOnlyKeys,
                others,
                grants,
                foreignersCount);
    }

    PolicyCase withGrants(List<GrantMatch> others) {
        return new PolicyCase(
                caller,
                action,
                resource,
                owner,
                isAccountScope,
                context,
                callerOnlyKeys,
                policies,
                others,
                foreignersCount);
    }

    PolicyCase withContext(SequencedMap<String, List<String>> other) {
        return new PolicyCase(
                caller,
                action,
                resource,
                owner,
                isAccountScope,
                other,
                callerOnlyKeys,
                policies,
                grants,
                foreignersCount);
    }

    /** The context as one layer sees it, under lower-case names. */
    Map<String, List<String>> seenContext(boolean byResourcePolicy) {
        Map<String, List<String>> seen = new LinkedHashMap<>();
        context.forEach((name, values) -> {
            String folded = name.toLowerCase(Locale.ROOT);
            if (!byResourcePolicy || !callerOnlyKeys.contains(folded)) {
                seen.merge(folded, values, Trees::joined);
            }
        });
        return seen;
    }

    /** Everything, for people to read. */
    String print() {
        SequencedMap<String, Json> all = new LinkedHashMap<>();
        all.put("caller", new Json.Str(caller.toString()));
        all.put("action", new Json.Str(action));
        all.put("resource", new Json.Str(resource));
        all.put("owner", new Json.Str(owner));
        all.put("accountScope", new Json.Bool(isAccountScope));
        SequencedMap<String, Json> keys = new LinkedHashMap<>();
        context.forEach((name, values) -> keys.put(name, Trees.texts(values)));
        all.put("context", new Json.Obj(keys));
        all.put("callerOnlyKeys", Trees.texts(List.copyOf(callerOnlyKeys)));
        policies.resource.ifPresent(policy -> all.put("resourcePolicy", policy));
        all.put("identityPolicies", new Json.Arr(policies.identity));
        policies.boundary.ifPresent(policy -> all.put("boundary", policy));
        all.put("sessionPolicies", new Json.Arr(policies.session));
        all.put(
                "controlLevels",
                new Json.Arr(policies.levels.stream()
                        .map(level -> (Json) new Json.Arr(level))
                        .toList()));
        all.put("grants", Trees.texts(grants.stream().map(GrantMatch::toString).toList()));
        all.put("foreignersCount", new Json.Bool(foreignersCount));
        return Trees.print(new Json.Obj(all));
    }
}
