package io.claviger.policy.record;

import io.claviger.common.ErrorCode;
import io.claviger.common.Json;
import io.claviger.common.KmsException;
import io.claviger.policy.ParseResult;
import io.claviger.policy.PolicyDocument;
import io.claviger.policy.PolicyKind;
import io.claviger.policy.PolicyParser;
import io.claviger.policy.PolicyProblem;
import java.util.List;

/**
 * A policy of a record.
 *
 * @param name where it stands in the record: {@code keyPolicy}, {@code identityPolicies/0}
 * @param problems for which {@code PutKeyPolicy} would refuse it although it can be understood: principals that name
 *     nobody, conditions that open too much
 */
public record RecordDocument(
        String name, PolicyKind kind, Json json, PolicyDocument compiled, List<PolicyProblem> problems) {
    public RecordDocument {
        problems = List.copyOf(problems);
    }

    /** Fails with MalformedPolicyDocumentException, in the parser's words, for what cannot be understood. */
    static RecordDocument read(String name, PolicyKind kind, Json json, RecordFields record) {
        return switch (PolicyParser.parse(json, kind)) {
            case ParseResult.Accepted accepted -> new RecordDocument(name, kind, json, accepted.document(), List.of());
            case ParseResult.Refused refused -> {
                refused.problems().stream()
                        .filter(problem -> problem.kind() == PolicyProblem.Kind.SYNTAX)
                        .findFirst()
                        .ifPresent(problem -> {
                            throw new KmsException(
                                    ErrorCode.MALFORMED_POLICY_DOCUMENT, record.place(name) + ": " + problem.message());
                        });
                yield new RecordDocument(name, kind, json, PolicyParser.compile(json, kind), refused.problems());
            }
        };
    }
}
