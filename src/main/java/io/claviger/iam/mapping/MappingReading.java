package io.claviger.iam.mapping;

import java.util.List;

/** What became of the JSON form of a mapping. */
public sealed interface MappingReading {
    record Accepted(ClaimMapping mapping) implements MappingReading {}

    /**
     * Not a mapping.
     *
     * @param problems at least one
     */
    record Refused(List<MappingProblem> problems) implements MappingReading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
