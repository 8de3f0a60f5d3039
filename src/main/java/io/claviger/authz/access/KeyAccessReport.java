package io.claviger.authz.access;

import io.claviger.authz.AliasNames;
import io.claviger.authz.CataloguedActions;
import io.claviger.authz.CompiledPolicies;
import io.claviger.authz.ControlPolicies;
import io.claviger.authz.CrossAccount;
import io.claviger.authz.condition.StandingContext;
import io.claviger.common.AccountId;
import io.claviger.common.Json;
import io.claviger.key.Grant;
import io.claviger.key.GrantOperation;
import io.claviger.key.KmsKey;
import io.claviger.key.PolicyText;
import io.claviger.keystore.Workers;
import io.claviger.operation.access.KeyAccess;
import io.claviger.policy.AccessSurvey;
import io.claviger.policy.Action;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicySet;
import io.claviger.policy.Principal;
import io.claviger.policy.Reach;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Surveys the stored policies of everybody who may have access to a key, and its grants. */
public final class KeyAccessReport implements KeyAccess {
    private static final Action RETIRE_GRANT = Action.of(GrantOperation.RETIRE_GRANT.action());

    private final Storage storage;
    private final Subjects subjects;
    private final CompiledPolicies compiled;
    private final ControlPolicies controls;
    private final Workers workers;
    private final List<Action> actions;

    public KeyAccessReport(Storage storage, CompiledPolicies compiled, ControlPolicies controls, Workers workers) {
        this.storage = storage;
        this.subjects = new Subjects(storage);
        this.compiled = compiled;
        this.controls = controls;
        this.workers = workers;
        CataloguedActions known = new CataloguedActions();
        // no policy allows to retire a grant: only the grant itself does
        this.actions = known.all().stream()
                .filter(action -> known.isOnKey(action) && !action.equals(RETIRE_GRANT))
                .toList();
    }

    @Override
    public Uni<Page> list(KmsKey key, @Nullable String after, int limit) {
        Place place = Place.read(after);
        PolicyDocument keyPolicy = compiled.of(key.policy(), PolicyKind.KEY);
        // one more than asked for, to learn whether there is one
        return subjects.find(key, keyPolicy, place, limit + 1)
                .chain(found -> AliasNames.of(key, storage)
                        .chain(aliases ->
                                workers.run(Workers.Pool.POLICY, () -> page(key, keyPolicy, aliases, found, limit))));
    }

    private Page page(KmsKey key, PolicyDocument keyPolicy, List<String> aliases, List<Subject> found, int limit) {
        List<Subject> shown = found.subList(0, Math.min(limit, found.size()));
        List<Json> entries = new ArrayList<>();
        for (Subject subject : shown) {
            AccessSurvey survey = new AccessSurvey(
                    subject.principal(),
                    key.arn(),
                    key.account(),
                    StandingContext.of(subject.facts(), key, aliases),
                    policies(subject, key.account(), keyPolicy));
            List<Reach> reach = reach(subject, survey);
            if (subject.type() != Subject.Type.EVERYONE || !reach.isEmpty()) {
                boolean isForeign = !subject.principal().isAtHomeIn(key.account());
                entries.add(AccessJson.of(isForeign, subject).entry(subject, reach));
            }
        }
        return new Page(entries, found.size() > limit ? shown.getLast().place().text() : null);
    }

    private PolicySet policies(Subject subject, AccountId owner, PolicyDocument keyPolicy) {
        List<PolicyDocument> identity = subject.policies().identity().stream()
                .map(policy -> compiled.of(policy.policy(), PolicyKind.IDENTITY))
                .toList();
        PolicyText limit = subject.policies().boundary();
        PolicyDocument boundary = limit == null ? null : compiled.of(limit, PolicyKind.BOUNDARY);
        // what limits other accounts is theirs to know, and services have no account
        boolean isOwn = subject.principal().isAtHomeIn(owner) && !(subject.principal() instanceof Principal.Service);
        return PolicySet.EMPTY
                .withResourcePolicy(keyPolicy)
                .withIdentityPolicies(identity)
                .withBoundary(boundary)
                .withControlLevels(isOwn ? controls.levels(owner) : List.of());
    }

    private List<Reach> reach(Subject subject, AccessSurvey survey) {
        Grant grant = subject.grant();
        if (grant == null) {
            return survey.reach(actions, CrossAccount.actions());
        }
        return subject.type() == Subject.Type.GONE
                ? List.of()
                : survey.leftOfGrant(grant.operations().stream()
                        .map(operation -> Action.of(operation.action()))
                        .toList());
    }
}
