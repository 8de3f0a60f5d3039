package io.claviger.policy;

import java.util.List;

/** What became of a document that somebody wants to store. */
public sealed interface ParseResult {
    record Accepted(PolicyDocument document) implements ParseResult {}

    /** At least one problem, in the order of the document. */
    record Refused(List<PolicyProblem> problems) implements ParseResult {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
