package io.claviger.operation.access;

import io.claviger.common.Json;

/** Tries policies out on made-up requests. Nothing that is stored plays a part. */
public interface PolicyTrials {
    /**
     * What becomes of the requests: decision, explanation and warnings of each record, in their order. May take about a
     * second, so not for an event loop.
     *
     * @param records one record or a list of them, in the format of docs/policy-testing.md
     * @throws io.claviger.common.KmsException ValidationException or MalformedPolicyDocumentException, saying where, for
     *     what is not in the format, and for records that would take too long
     */
    Json evaluate(Json records);
}
