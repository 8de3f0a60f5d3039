package io.claviger.policy;

import io.claviger.policy.Traces.Traced;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks for single changes that turn an answer around, by asking the engine again with each. Nothing is concluded: what
 * is found was tried.
 */
public final class ChangeSearch {
    /** How often the engine is asked at most, for policies that name very many values. */
    static final int MOST_TRIES = 400;

    /** How many changes of one kind are told at most. */
    static final int MOST_OF_A_KIND = 3;

    private final boolean isAllowed;
    private final ChangeCandidates candidates;
    private final List<SingleChange> found = new ArrayList<>();
    private int tries;
    private boolean isComplete = true;

    private ChangeSearch(AccessRequest request, PolicySet policies, Decision decision, List<Traced> traces) {
        this.isAllowed = decision.isAllowed();
        this.candidates = new ChangeCandidates(request, policies, traces);
    }

    /**
     * What was found.
     *
     * @param changes smallest first, in the order of {@link SingleChange}, a few of each kind; empty if none of the
     *     changes that were tried turns the answer around
     * @param isComplete whether every change of the vocabulary was tried, or left out only because enough of its kind
     *     were found
     */
    public record Found(List<SingleChange> changes, boolean isComplete) {
        public Found {
            changes = List.copyOf(changes);
        }

        public Optional<SingleChange> smallest() {
            return changes.stream().findFirst();
        }
    }

    static Found find(AccessRequest request, PolicySet policies, Decision decision, List<Traced> traces) {
        ChangeSearch search = new ChangeSearch(request, policies, decision, traces);
        return decision.isAllowed() ? search.toDeny() : search.toAllow();
    }

    private Found toAllow() {
        tryAll(candidates.keysSet());
        tryAll(candidates.keysRemoved());
        tryAll(candidates.statementsRemoved(Effect.DENY));
        tryAll(candidates.allowsAdded());
        tryAll(candidates.otherCallers());
        tryAll(candidates.otherActions());
        return new Found(found, isComplete);
    }

    /** A further deny or another caller would nearly always do; telling so helps nobody. */
    private Found toDeny() {
        tryAll(candidates.keysSet());
        tryAll(candidates.keysRemoved());
        tryAll(candidates.statementsRemoved(Effect.ALLOW));
        tryAll(candidates.grantsRemoved());
        return new Found(found, isComplete);
    }

    private void tryAll(Stream<ChangeCandidates.Candidate> kind) {
        Set<SingleChange> ofKind = new LinkedHashSet<>();
        for (ChangeCandidates.Candidate candidate : (Iterable<ChangeCandidates.Candidate>) kind::iterator) {
            if (ofKind.size() == MOST_OF_A_KIND) {
                break;
            }
            if (tries == MOST_TRIES) {
                isComplete = false;
                break;
            }
            tries++;
            if (PolicyEngine.decide(candidate.request(), candidate.policies()).isAllowed() != isAllowed) {
                ofKind.add(candidate.change());
            }
        }
        found.addAll(ofKind);
    }
}
