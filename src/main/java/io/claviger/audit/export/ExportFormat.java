package io.claviger.audit.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.claviger.audit.chain.BlockLimits;

/** The names of export format version 1, and the JSON reader and writer settings that go with it. */
final class ExportFormat {
    static final String NAME = "claviger-audit-export";
    static final int VERSION = 1;
    static final int MAX_KEYS = 64;

    static final String FORMAT = "format";
    static final String VERSION_MEMBER = "version";
    static final String KEYS = "keys";
    static final String CHAIN = "chain";
    static final String SEQUENCE = "sequence";
    static final String HEADER = "header";
    static final String SIGNATURE = "signature";
    static final String RECORDS = "records";

    private static final int MAX_BASE64_LENGTH = (BlockLimits.MAX_STORED_LENGTH_BYTES + 2) / 3 * 4;

    /** The largest block, and ample room for everything besides its records. */
    static final int MAX_LINE_LENGTH_BYTES = MAX_BASE64_LENGTH + (1 << 20);

    static final JsonFactory JSON = new JsonFactoryBuilder()
            .rootValueSeparator("")
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2)
                    .maxNumberLength(20)
                    .maxNameLength(64)
                    .maxStringLength(MAX_BASE64_LENGTH)
                    .build())
            .build();

    private ExportFormat() {}
}
