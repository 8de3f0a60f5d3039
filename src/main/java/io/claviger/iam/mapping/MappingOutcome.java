package io.claviger.iam.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What became of claims. */
public sealed interface MappingOutcome {
    /**
     * One principal, and the tags of its session.
     *
     * @param rule the number of the rule that decided, from 1
     */
    record Mapped(MappedPrincipal principal, SequencedMap<String, String> tags, int rule) implements MappingOutcome {
        public Mapped {
            tags = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tags));
        }
    }

    /**
     * No principal.
     *
     * @param reason names rule and claim, and repeats no value; fit for an audit record
     */
    record Refused(String reason) implements MappingOutcome {}
}
