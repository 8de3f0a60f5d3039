package io.claviger.authz.access;

import io.claviger.authz.CataloguedActions;
import io.claviger.authz.CrossAccount;
import io.claviger.authz.condition.CataloguedKeys;
import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.JsonMembers;
import io.claviger.common.KmsException;
import io.claviger.operation.access.PolicyTrials;
import io.claviger.policy.Explainer;
import io.claviger.policy.Explanation;
import io.claviger.policy.ExplanationJson;
import io.claviger.policy.KnownActions;
import io.claviger.policy.KnownKeys;
import io.claviger.policy.PolicyLinter;
import io.claviger.policy.PolicySet;
import io.claviger.policy.record.DecisionRecord;
import io.claviger.policy.record.RecordDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Evaluates decision records as this service decides, with its actions across accounts. The context is taken as it is
 * written: a key policy sees keys, too, that no key policy would see of a call, and the linter warns of it.
 */
public final class PolicyEvaluation implements PolicyTrials {
    /** A decision about all records together; some tenths of a second at worst. */
    static final long MOST_WORK = 1L << 27;

    /** After this the search for changes ends, in all records together. */
    private static final long SEARCH_NANOS = Duration.ofMillis(500).toNanos();

    private final KnownKeys keys = new CataloguedKeys();
    private final KnownActions actions = new CataloguedActions();
    private final LongSupplier nanoTime;

    /** With a monotonic clock, in nanoseconds. */
    public PolicyEvaluation(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public Json evaluate(Json records) {
        List<DecisionRecord> read = DecisionRecord.readAll(records);
        // each is far below what would overflow: a body has a million characters
        if (read.stream().mapToLong(DecisionRecord::work).sum() > MOST_WORK) {
            throw new KmsException(
                    ErrorCode.VALIDATION,
                    "The records are too large to be evaluated in one call. Send fewer or smaller ones.");
        }
        long end = nanoTime.getAsLong() + SEARCH_NANOS;
        BooleanSupplier hasTime = () -> nanoTime.getAsLong() - end < 0;
        List<Json> results = new ArrayList<>();
        boolean isAnyExpected = false;
        boolean allMatch = true;
        for (DecisionRecord record : read) {
            Explanation explanation = explain(record, hasTime);
            isAnyExpected |= record.isMatchedBy(explanation.decision()).isPresent();
            allMatch &= record.isMatchedBy(explanation.decision()).orElse(true);
            results.add(result(record, explanation));
        }
        JsonMembers answer = new JsonMembers();
        if (isAnyExpected) {
            answer.flag("allMatch", allMatch);
        }
        return answer.put("results", new Json.Arr(results)).object();
    }

    private static Explanation explain(DecisionRecord record, BooleanSupplier hasTime) {
        PolicySet policies = record.policies()
                .withForeignersCounting(CrossAccount.isAllowed(record.request().action()));
        return Explainer.explain(record.request(), policies, hasTime);
    }

    private Json result(DecisionRecord record, Explanation explanation) {
        JsonMembers members = new JsonMembers()
                .text("id", record.id())
                .text("decision", explanation.decision().isAllowed() ? "Allow" : "Deny")
                .text("result", DecisionRecord.resultOf(explanation.decision()));
        record.isMatchedBy(explanation.decision()).ifPresent(matches -> members.flag("matches", matches));
        return members.put("explanation", ExplanationJson.of(explanation))
                .put(
                        "warnings",
                        new Json.Arr(record.documents().stream()
                                .flatMap(document -> warnings(document).stream())
                                .toList()))
                .object();
    }

    private List<Json> warnings(RecordDocument document) {
        List<Json> warnings = new ArrayList<>();
        document.problems().forEach(problem -> warnings.add(WarningJson.of(document.name(), problem)));
        PolicyLinter.lint(document.json(), document.kind(), keys, actions)
                .forEach(warning -> warnings.add(WarningJson.of(document.name(), warning)));
        return warnings;
    }
}
