package io.claviger.authz.access;

import io.claviger.common.Json;
import io.claviger.common.JsonMembers;
import io.claviger.policy.LintWarning;
import io.claviger.policy.PolicyProblem;

/** Warnings about one of several policies, as JSON. */
final class WarningJson {
    private WarningJson() {}

    /** @param document the policy's name in its record */
    static Json of(String document, LintWarning warning) {
        return new JsonMembers()
                .text("document", document)
                .text("kind", warning.kind().name())
                .text("severity", warning.kind().severity().name())
                .number("statement", warning.statement())
                .text("sid", warning.sid())
                .text("pointer", warning.pointer())
                .text("message", warning.message())
                .object();
    }

    /** Something for which PutKeyPolicy would refuse the policy. */
    static Json of(String document, PolicyProblem problem) {
        return new JsonMembers()
                .text("document", document)
                .text("kind", problem.kind().name())
                .text("severity", LintWarning.Severity.WARNING.name())
                .number("statement", problem.statement())
                .text("message", problem.message())
                .object();
    }
}
