package io.claviger.policy.reference;

import io.claviger.common.Json;
import io.claviger.policy.GrantMatch;
import io.claviger.policy.Principal;
import io.claviger.testkit.JsonTrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Makes the case of a seed and an index. Always the same one. */
final class CaseGenerator {
    private static final Json FULL_ACCESS = JsonTrees.parse(
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}");

    private final Dice dice;

    private CaseGenerator(Dice dice) {
        this.dice = dice;
    }

    static PolicyCase make(long seed, long index) {
        return new CaseGenerator(new Dice(seed, index)).make();
    }

    private PolicyCase make() {
        Principal caller = dice.oneOf(World.CALLERS);
        String account = World.account(caller);
        String owner = dice.percent(75) ? account : dice.oneOf(World.ACCOUNTS);
        boolean isAccountScope = dice.percent(12);
        String action = dice.oneOf(isAccountScope ? World.ACCOUNT_ACTIONS : World.ACTIONS);
        String resource = isAccountScope
                ? dice.oneOf("*", "arn:aws:kms:us-west-2:" + owner + ":alias/app")
                : World.keyArn(owner, dice.oneOf(World.KEYS));
        if (dice.percent(10)) {
            action = dice.recased(action);
        }
        SequencedMap<String, List<String>> context = ContextGenerator.make(dice, caller, account);
        Set<String> callerOnlyKeys = dice.percent(70) ? Set.of("kms:resourcealiases") : Set.of();
        PolicyCase bare = new PolicyCase(
                caller,
                action,
                resource,
                owner,
                isAccountScope,
                context,
                callerOnlyKeys,
                new PolicyCase.Policies(Optional.empty(), List.of(), Optional.empty(), List.of(), List.of()),
                dice.percent(15) && !isAccountScope ? grants(caller) : List.of(),
                dice.percent(85));
        return bare.with(policies(bare));
    }

    private PolicyCase.Policies policies(PolicyCase bare) {
        DocumentGenerator documents =
                new DocumentGenerator(dice, bare.caller(), bare.action(), bare.resource(), bare.seenContext(false));
        Optional<Json> resourcePolicy = dice.percent(bare.isAccountScope() ? 10 : 95)
                ? Optional.of(documents.document(true, 12))
                : Optional.empty();
        if (bare.caller() instanceof Principal.Service) {
            return new PolicyCase.Policies(resourcePolicy, List.of(), Optional.empty(), List.of(), List.of());
        }
        boolean isRoot = bare.caller() instanceof Principal.Root;
        boolean isTemporary =
                bare.caller() instanceof Principal.RoleSession || bare.caller() instanceof Principal.FederatedUser;
        return new PolicyCase.Policies(
                resourcePolicy,
                isRoot || dice.percent(10) ? List.of() : dice.listOf(dice.count(3), () -> documents.document(false, 8)),
                !isRoot && dice.percent(20) ? Optional.of(wide(documents)) : Optional.empty(),
                isTemporary && dice.percent(45) ? dice.listOf(dice.count(2), () -> wide(documents)) : List.of(),
                dice.percent(30) ? levels(documents) : List.of());
    }

    private List<List<Json>> levels(DocumentGenerator documents) {
        List<List<Json>> levels = new ArrayList<>();
        for (int level = dice.count(3); level > 0; level--) {
            List<Json> documentsOfLevel = dice.percent(60)
                    ? new ArrayList<>(List.of(FULL_ACCESS))
                    : dice.listOf(dice.count(2), () -> documents.document(false, 10));
            if (dice.percent(30)) {
                documentsOfLevel.add(documents.document(false, 40));
            }
            levels.add(dice.percent(2) ? List.of() : documentsOfLevel);
        }
        return levels;
    }

    /** One that allows much or one that allows something. */
    private Json wide(DocumentGenerator documents) {
        return dice.percent(40) ? FULL_ACCESS : documents.document(false, 10);
    }

    private List<GrantMatch> grants(Principal caller) {
        boolean hasAccount = !(caller instanceof Principal.Service);
        List<GrantMatch> grants = new ArrayList<>();
        for (int i = dice.count(3); i > 0; i--) {
            grants.add(new GrantMatch("grant-" + i, hasAccount && dice.percent(50)));
        }
        return grants;
    }
}
