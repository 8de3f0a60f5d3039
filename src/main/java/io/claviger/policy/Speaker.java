package io.claviger.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document that speaks about a request, with its place; in the order in which the engine looks for a deny.
 *
 * @param policy which of its layer's documents, from 0; service control policies are counted through all levels
 * @param level the level of a service control policy, from 0; 0 for all others
 * @param place which of its layer's or its level's documents, from 0
 * @param asked the request as this document sees it
 */
record Speaker(Layer layer, int policy, int level, int place, PolicyDocument document, AccessRequest asked) {

    static List<Speaker> of(AccessRequest request, PolicySet policies) {
        List<Speaker> speakers = new ArrayList<>();
        int policy = 0;
        List<List<PolicyDocument>> levels = policies.controlLevels();
        for (int level = 0; level < levels.size(); level++) {
            for (int place = 0; place < levels.get(level).size(); place++) {
                PolicyDocument document = levels.get(level).get(place);
                speakers.add(new Speaker(Layer.SERVICE_CONTROL, policy++, level, place, document, request));
            }
        }
        if (request.scope() != AccessRequest.Scope.ACCOUNT) {
            addAll(speakers, Layer.RESOURCE, listOf(policies.resourcePolicy()), request.forResourcePolicy());
        }
        addAll(speakers, Layer.IDENTITY, policies.identityPolicies(), request);
        addAll(speakers, Layer.BOUNDARY, listOf(policies.boundary()), request);
        addAll(speakers, Layer.SESSION, policies.sessionPolicies(), request);
        return speakers;
    }

    private static void addAll(
            List<Speaker> speakers, Layer layer, List<PolicyDocument> documents, AccessRequest asked) {
        for (int i = 0; i < documents.size(); i++) {
            speakers.add(new Speaker(layer, i, 0, i, documents.get(i), asked));
        }
    }

    private static List<PolicyDocument> listOf(@Nullable PolicyDocument document) {
        return document == null ? List.of() : List.of(document);
    }

    /** The same policies with another document in the place of this one. */
    PolicySet replacedIn(PolicySet policies, PolicyDocument other) {
        return switch (layer) {
            case SERVICE_CONTROL -> {
                List<List<PolicyDocument>> levels = new ArrayList<>(policies.controlLevels());
                levels.set(level, replaced(levels.get(level), other));
                yield policies.withControlLevels(levels);
            }
            case RESOURCE -> policies.withResourcePolicy(other);
            case IDENTITY -> policies.withIdentityPolicies(replaced(policies.identityPolicies(), other));
            case BOUNDARY -> policies.withBoundary(other);
            case SESSION -> policies.withSessionPolicies(replaced(policies.sessionPolicies(), other));
        };
    }

    private List<PolicyDocument> replaced(List<PolicyDocument> documents, PolicyDocument other) {
        List<PolicyDocument> changed = new ArrayList<>(documents);
        changed.set(place, other);
        return changed;
    }
}
