package io.claviger.pipeline;

import io.claviger.common.ErrorCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Port for metrics and logs: hears of every call once, when it is answered. Must be quick and never fail. */
public interface CallObserver {

    /**
     * A call was answered.
     *
     * @param operation one of the API's names, or {@code unknown}
     * @param error absent on success
     */
    void answered(String requestId, String operation, @Nullable ErrorCode error, Duration duration);

    /** Something failed that is our fault; the caller got KMSInternalException. */
    void failed(String requestId, String operation, Throwable failure);
}
