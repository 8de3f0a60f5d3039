package io.claviger.pipeline;

import io.claviger.common.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What goes back to the caller, before a door turns it into bytes of its protocol. */
public sealed interface Answer {

    /** The response record; {@link io.claviger.operation.Empty} for an answer without a body. */
    record Success(Record output) implements Answer {}

    /** An error; without a message where the protocol sends none. */
    record Failure(ErrorCode code, @Nullable String message) implements Answer {}
}
