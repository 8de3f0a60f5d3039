package io.claviger.storage.postgres;

import io.claviger.key.PolicyText;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Keeps the texts of policies for as long as there are audit records that may name them: for ever. */
final class PolicyTexts {
    private static final String KEEP = "insert into policy_text (sha256, policy)"
            + " select t.sha256, t.policy from unnest(cast(:hashes as text[]), cast(:policies as text[]))"
            + " t (sha256, policy) on conflict (sha256) do nothing";

    private PolicyTexts() {}

    static Uni<Void> keep(Mutiny.StatelessSession session, Collection<PolicyText> policies) {
        if (policies.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        // in one order everywhere: two commits that keep the same texts wait for each other, and not in a circle
        List<PolicyText> texts = policies.stream()
                .distinct()
                .sorted(Comparator.comparing(PolicyText::sha256))
                .toList();
        return session.createNativeQuery(KEEP)
                .setParameter("hashes", texts.stream().map(PolicyText::sha256).toArray(String[]::new))
                .setParameter("policies", texts.stream().map(PolicyText::text).toArray(String[]::new))
                .executeUpdate()
                .replaceWithVoid();
    }
}
