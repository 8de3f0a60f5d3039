package io.claviger.pipeline;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a request against the constraints that its record carries ({@code io.claviger.operation.wire}) and reports all
 * violations in one ValidationException, in AWS's words (wire-protocol.md, section 3) and in the order in which the
 * members are declared. A valid request costs no allocation beyond what reflection makes.
 *
 * <p>Paths: {@code keyId}; the members of a structure in a list {@code tags.1.member.tagValue}, counted from 1; those
 * of a structure {@code recipient.keyEncryptionAlgorithm}. The items of a list of strings and the values of a map are
 * not reported one by one: AWS names the list and quotes all that its items must satisfy, as in {@code Value '[a, b]'
 * at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [...]}; for a map it says {@code Map value
 * must satisfy constraint}.
 *
 * <p>A value is quoted in full and unchanged, as AWS does; JSON escapes what needs it. A sensitive member is never
 * quoted, and in the audit record none that it does not show, such as grant tokens. No more than {@value #MAX_ITEMS} violations are reported, so that a small body cannot ask for a huge answer.
 */
public final class Validation {
    static final int MAX_ITEMS = 100;

    /** Returns if the request is valid, throws a {@link KmsException} if not. */
    public void check(Record input) {
        RecordConstraints constraints = RecordConstraints.of(input.getClass());
        if (constraints.accept(input)) {
            return;
        }
        throw new KmsException(ErrorCode.VALIDATION, text(constraints, input, false), text(constraints, input, true));
    }

    private static String text(RecordConstraints constraints, Record input, boolean isForAudit) {
        List<String> items = new ArrayList<>();
        constraints.report(input, "", items, isForAudit);
        String count = items.size() == 1 ? "1 validation error" : items.size() + " validation errors";
        return count + " detected: " + String.join("; ", items);
    }
}
