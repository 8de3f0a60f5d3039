package io.claviger.authz;

import io.claviger.audit.RequestIds;
import io.claviger.audit.chain.Block;
import io.claviger.audit.chain.BlockFormatException;
import io.claviger.authz.condition.ConditionKeys;
import io.claviger.common.AccountId;
import io.claviger.common.BugException;
import io.claviger.common.Json;
import io.claviger.common.JsonReader;
import io.claviger.common.MalformedJsonException;
import io.claviger.key.PolicyText;
import io.claviger.keystore.Workers;
import io.claviger.operation.access.DecisionHistory;
import io.claviger.policy.AccessRequest;
import io.claviger.policy.Action;
import io.claviger.policy.Explainer;
import io.claviger.policy.Explanation;
import io.claviger.policy.ExplanationJson;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicySet;
import io.claviger.policy.Principal;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes decisions again from the audit journal and the policy texts that are kept. */
public final class RecordedDecisions implements DecisionHistory {
    /** A call is recorded under the time at which it began, which its id has too, but for the way between the two. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private static final int MOST_BLOCKS = 2_000;

    /** For the changes that would turn a decision around. */
    private static final long SEARCH_NANOS = Duration.ofMillis(500).toNanos();

    private final Storage storage;
    private final CompiledPolicies compiled;
    private final ControlPolicies controls;
    private final JsonReader reader;
    private final Workers workers;
    private final LongSupplier nanoTime;

    /** @param nanoTime a monotonic clock */
    public RecordedDecisions(
            Storage storage,
            CompiledPolicies compiled,
            ControlPolicies controls,
            JsonReader reader,
            Workers workers,
            LongSupplier nanoTime) {
        this.storage = storage;
        this.compiled = compiled;
        this.controls = controls;
        this.reader = reader;
        this.workers = workers;
        this.nanoTime = nanoTime;
    }

    @Override
    public Uni<Optional<Json>> explain(AccountId account, String requestId) {
        return RequestIds.timeOf(requestId)
                .map(time -> storage.blocksAround(time, TOLERANCE, MOST_BLOCKS)
                        .chain(blocks -> workers.run(Workers.Pool.POLICY, () -> record(blocks, account, requestId)))
                        .chain(record -> record.map(found -> call(found).map(Optional::of))
                                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** The record of the call, if it is this account's. */
    private Optional<Json.Obj> record(List<Block> blocks, AccountId account, String requestId) {
        for (Block block : blocks) {
            for (byte[] bytes : records(block)) {
                String text = new String(bytes, StandardCharsets.UTF_8);
                if (text.contains(requestId)
                        && read(text) instanceof Json.Obj record
                        && requestId.equals(JsonPath.text(record, "requestID"))
                        && account.value().equals(JsonPath.text(record, "recipientAccountId"))) {
                    return Optional.of(record);
                }
            }
        }
        return Optional.empty();
    }

    private static List<byte[]> records(Block block) {
        try {
            return block.records();
        } catch (BlockFormatException e) {
            throw new BugException(block + " cannot be read", e);
        }
    }

    private Json read(String text) {
        try {
            return reader.read(text);
        } catch (MalformedJsonException e) {
            return new Json.Null();
        }
    }

    private Uni<Json> call(Json.Obj record) {
        return Multi.createFrom()
                .iterable(JsonPath.list(record, "additionalEventData", RecordedDecision.MEMBER))
                .onItem()
                .transformToUniAndConcatenate(decision -> explain(record, decision))
                .collect()
                .asList()
                .map(decisions -> {
                    SequencedMap<String, Json> members = new LinkedHashMap<>();
                    for (String name : List.of("requestID", "eventName", "eventTime", "userIdentity", "errorCode")) {
                        put(members, name, JsonPath.find(record, name));
                    }
                    put(members, "reason", JsonPath.find(record, "additionalEventData", "authorizationDecision"));
                    members.put("decisions", new Json.Arr(decisions));
                    return new Json.Obj(members);
                });
    }

    private static void put(SequencedMap<String, Json> members, String name, @Nullable Json value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /** What was recorded, then the explanation, or a note why there is none. */
    private static Json decision(Json recorded, @Nullable Json explanation, @Nullable String note) {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        members.put("recorded", recorded);
        put(members, "explanation", explanation);
        put(members, "note", note == null ? null : new Json.Str(note));
        return new Json.Obj(members);
    }

    private Uni<Json> explain(Json.Obj record, Json recorded) {
        Optional<RecordedDecision> read = Optional.of(JsonPath.textOr(record, "", "recipientAccountId"))
                .filter(AccountId::isValid)
                .flatMap(account -> RecordedDecision.read(recorded, new AccountId(account)));
        Optional<Principal> principal = RecordedPrincipal.of(record);
        if (read.isEmpty() || principal.isEmpty()) {
            return unexplained(recorded, "The record is of a kind that is not understood.");
        }
        RecordedDecision decision = read.get();
        boolean isForeign = !decision.resourceAccount().equals(decision.callerAccount());
        if (isForeign && decision.scope() != AccessRequest.Scope.ACCOUNT) {
            return unexplained(recorded, "The key is another account's, and so is its policy.");
        }
        if (decision.context() == null) {
            return unexplained(recorded, "The values of the condition keys were too long to be recorded.");
        }
        return policies(decision)
                .chain(policies -> policies.isEmpty()
                        ? unexplained(recorded, "A policy that decided then is not kept.")
                        : workers.run(
                                Workers.Pool.POLICY,
                                () -> explain(recorded, decision, principal.get(), policies.get())));
    }

    private static Uni<Json> unexplained(Json recorded, String note) {
        return Uni.createFrom().item(decision(recorded, null, note));
    }

    private Json explain(Json recorded, RecordedDecision decision, Principal principal, PolicySet policies) {
        AccessRequest request = new AccessRequest(
                principal,
                Action.of(decision.action()),
                decision.resource(),
                decision.resourceAccount(),
                decision.scope(),
                ConditionKeys.recorded(decision.contextOrEmpty()));
        long end = nanoTime.getAsLong() + SEARCH_NANOS;
        Explanation explanation = Explainer.explain(request, policies, () -> nanoTime.getAsLong() - end < 0);
        boolean agrees =
                explanation.decision().getClass().equals(decision.decision().getClass());
        return decision(
                recorded,
                ExplanationJson.of(explanation),
                agrees ? null : "Made again, the decision is another one than was recorded.");
    }

    /** The policies of the record; empty if one of them is not kept. */
    private Uni<Optional<PolicySet>> policies(RecordedDecision decision) {
        RecordedDecision.Documents ids = decision.documents();
        List<List<PolicyDocument>> levels = new ArrayList<>();
        for (List<String> level : ids.serviceControl()) {
            List<PolicyDocument> found = level.stream()
                    .flatMap(id -> controls.find(decision.callerAccount(), id).stream())
                    .toList();
            if (found.size() != level.size()) {
                return Uni.createFrom().item(Optional.empty());
            }
            levels.add(found);
        }
        PolicySet known = PolicySet.EMPTY
                .withControlLevels(levels)
                .withGrants(decision.grants())
                .withForeignersCounting(CrossAccount.isAllowed(Action.of(decision.action())));
        return documents(listOf(ids.key()), PolicyKind.KEY)
                .chain(key -> documents(ids.identity(), PolicyKind.IDENTITY)
                        .chain(identity -> documents(listOf(ids.boundary()), PolicyKind.BOUNDARY)
                                .chain(boundary -> documents(ids.session(), PolicyKind.SESSION)
                                        .map(session -> key.isEmpty()
                                                        || identity.isEmpty()
                                                        || boundary.isEmpty()
                                                        || session.isEmpty()
                                                ? Optional.<PolicySet>empty()
                                                : Optional.of(known.withResourcePolicy(firstOrNull(key.get()))
                                                        .withIdentityPolicies(identity.get())
                                                        .withBoundary(firstOrNull(boundary.get()))
                                                        .withSessionPolicies(session.get()))))));
    }

    private static @Nullable PolicyDocument firstOrNull(List<PolicyDocument> documents) {
        return documents.isEmpty() ? null : documents.getFirst();
    }

    private static List<String> listOf(@Nullable String id) {
        return id == null ? List.of() : List.of(id);
    }

    private Uni<Optional<PolicyText>> text(String id) {
        Optional<PolicyText> builtIn = IdentityPolicies.builtIn(id);
        return builtIn.isPresent() ? Uni.createFrom().item(builtIn) : storage.findPolicyText(id);
    }

    /** Empty if one of them is not kept. */
    private Uni<Optional<List<PolicyDocument>>> documents(List<String> ids, PolicyKind kind) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(this::text)
                .collect()
                .asList()
                .map(texts -> texts.stream().allMatch(Optional::isPresent)
                        ? Optional.of(texts.stream()
                                .flatMap(Optional::stream)
                                .map(text -> compiled.of(text, kind))
                                .toList())
                        : Optional.empty());
    }
}
