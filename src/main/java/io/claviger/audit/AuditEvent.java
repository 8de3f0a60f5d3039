package io.claviger.audit;

import io.claviger.authn.Caller;
import io.claviger.authn.RawCall;
import io.claviger.common.AccountId;
import io.claviger.common.AwsApi;
import io.claviger.common.Region;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * One call as the journal keeps it; the members of the JSON record are those of CloudTrail (record version 1.11).
 *
 * @param sourceAddress whom the call came from: the peer's IP address, or the name of the service that forwards it
 * @param invokedBy the service that forwards the call for the caller; absent for a direct call
 * @param request the decoded request, of which the encoder shows what its annotations allow; absent when it could not
 *     be decoded
 * @param errorCode the exception's short name; absent on success
 * @param responseElements absent for every read-only operation
 * @param denial for a denied call: which policy, statement or missing piece decided
 */
public record AuditEvent(
        String eventId,
        String requestId,
        Instant time,
        AwsApi api,
        String operation,
        boolean readOnly,
        Caller caller,
        Region region,
        String sourceAddress,
        @Nullable String userAgent,
        RawCall.@Nullable Tls tls,
        @Nullable String host,
        @Nullable Record request,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        @Nullable SequencedMap<String, Object> responseElements,
        SequencedMap<String, Object> additionalEventData,
        @Nullable String denial,
        List<Resource> resources,
        @Nullable String invokedBy) {

    public AuditEvent {
        resources = List.copyOf(resources);
    }

    /** The same event for a request that is too large to be recorded; it says so. */
    public AuditEvent withoutRequest() {
        SequencedMap<String, Object> data = new LinkedHashMap<>(additionalEventData);
        data.put("requestParametersOmitted", "too large");
        return new AuditEvent(
                eventId,
                requestId,
                time,
                api,
                operation,
                readOnly,
                caller,
                region,
                sourceAddress,
                userAgent,
                tls,
                host,
                null,
                errorCode,
                errorMessage,
                responseElements,
                data,
                denial,
                resources,
                invokedBy);
    }

    /** A key (or alias) that the call was about. */
    public record Resource(AccountId account, String arn) {}
}
