package io.claviger.storage.caching;

import io.claviger.key.Grant;
import io.claviger.key.GrantLead;
import io.claviger.storage.GrantSearch;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Predicate;

/**
 * Answers searches for grants from memory where it may, else from the database, and keeps what it read: an answer for
 * each identity, operation and lead, that there is no grant included.
 *
 * <p>A change tells only whose grants of which key changed. So each answer is kept under the {@link Lookup.Generation}
 * of that key and identity: when a change makes the cache forget the generation, nobody reaches its answers any more,
 * and they make room for others in time.
 *
 * <p>INVARIANT: a generation is kept for the first time by the reader who made it, before the first answer under it,
 * and never again. A reader keeps an answer only if no change became known since its reading began. So an answer is
 * reached only if no change that it may not have seen has made the cache forget its generation.
 */
final class GrantReads {
    private record Pair(String identity, GrantLead lead) {}

    /** An answer that is kept. */
    private record Kept(List<Grant> grants) {}

    private final Storage database;
    private final Answers answers;
    private final Epochs epochs;

    GrantReads(Storage database, Answers answers, Epochs epochs) {
        this.database = database;
        this.answers = answers;
        this.epochs = epochs;
    }

    /** One query at most, for all that is not at hand; none if a grant that is at hand suffices. */
    Uni<List<Grant>> find(GrantSearch search, Predicate<Grant> suffices) {
        List<Grant> atHand = new ArrayList<>();
        SequencedSet<Pair> missing = new LinkedHashSet<>();
        for (String identity : new LinkedHashSet<>(search.identities())) {
            Lookup.Generation generation = answers.peek(grantee(search, identity), Lookup.Generation.class);
            for (GrantLead lead : new LinkedHashSet<>(search.leads())) {
                Kept kept = generation == null ? null : answers.peek(grants(search, generation, lead), Kept.class);
                if (kept == null) {
                    missing.add(new Pair(identity, lead));
                } else {
                    atHand.addAll(kept.grants());
                    if (kept.grants().stream().anyMatch(suffices)) {
                        answers.count(true);
                        return Uni.createFrom().item(atHand);
                    }
                }
            }
        }
        answers.count(missing.isEmpty());
        return missing.isEmpty() ? Uni.createFrom().item(atHand) : read(search, missing, atHand);
    }

    private Uni<List<Grant>> read(GrantSearch search, SequencedSet<Pair> missing, List<Grant> atHand) {
        return Uni.createFrom()
                .deferred(() -> {
                    AccountView view = epochs.view(search.account());
                    if (view != null) {
                        return read(search, missing, view);
                    }
                    return epochs.follow(search.account())
                            .chain(followed -> followed.isPresent()
                                    ? read(search, missing, followed.get())
                                    : ask(search, missing).map(GrantReads::joined));
                })
                .map(read -> {
                    List<Grant> all = new ArrayList<>(atHand);
                    all.addAll(read);
                    return all;
                });
    }

    private Uni<List<Grant>> read(GrantSearch search, SequencedSet<Pair> missing, AccountView view) {
        long changesBefore = view.changes();
        return ask(search, missing)
                .invoke(found -> keep(search, found, view, changesBefore))
                .map(GrantReads::joined);
    }

    /** The grants of each missing pair, which may be none. */
    private Uni<Map<Pair, List<Grant>>> ask(GrantSearch search, SequencedSet<Pair> missing) {
        var narrowed = new GrantSearch(
                search.account(),
                search.region(),
                search.keyId(),
                search.operation(),
                missing.stream().map(Pair::identity).distinct().toList(),
                missing.stream().map(Pair::lead).distinct().toList());
        // What is kept must be whole, so no grant suffices here.
        return database.findGrants(narrowed, grant -> false).map(grants -> {
            Map<Pair, List<Grant>> found = new LinkedHashMap<>();
            missing.forEach(pair -> found.put(pair, new ArrayList<>()));
            for (Grant grant : grants) {
                var pair = new Pair(grant.grantee().identity(), GrantLead.of(grant.constraints(), search.operation()));
                // Identities and leads are asked for crosswise, so there may be grants of pairs that are at hand.
                found.computeIfPresent(pair, (present, list) -> {
                    list.add(grant);
                    return list;
                });
            }
            return found;
        });
    }

    private void keep(GrantSearch search, Map<Pair, List<Grant>> found, AccountView view, long changesBefore) {
        Map<String, Lookup.Generation> generations = new LinkedHashMap<>();
        found.forEach((pair, grants) -> {
            Lookup.Generation generation = generations.computeIfAbsent(
                    pair.identity(), identity -> generation(grantee(search, identity), view, changesBefore));
            var kept = new Kept(List.copyOf(grants));
            answers.keep(grants(search, generation, pair.lead()), view, changesBefore, kept, Weights.ofGrants(grants));
        });
    }

    private Lookup.Generation generation(Lookup.OfGrantee lookup, AccountView view, long changesBefore) {
        Lookup.Generation present = answers.peek(lookup, Lookup.Generation.class);
        if (present != null) {
            return present;
        }
        var made = new Lookup.Generation();
        answers.keep(lookup, view, changesBefore, made, Weights.GENERATION);
        return made;
    }

    private static Lookup.OfGrantee grantee(GrantSearch search, String identity) {
        return new Lookup.OfGrantee(search.account(), search.region(), search.keyId(), identity);
    }

    private static Lookup.OfGrants grants(GrantSearch search, Lookup.Generation generation, GrantLead lead) {
        return new Lookup.OfGrants(generation, search.operation(), lead);
    }

    private static List<Grant> joined(Map<Pair, List<Grant>> found) {
        return found.values().stream().flatMap(List::stream).toList();
    }
}
