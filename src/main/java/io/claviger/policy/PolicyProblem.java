package io.claviger.policy;

import io.claviger.common.ErrorCode;

/**
 * Why a document is refused.
 *
 * @param statement counted from 0; {@link #DOCUMENT} if the problem is outside the statements
 * @param element the name of the element, {@code Principal}
 * @param detail what is wrong with it; never repeats what the document says
 */
public record PolicyProblem(Kind kind, int statement, String element, String detail) {
    public static final int DOCUMENT = -1;

    public enum Kind {
        SYNTAX,
        /** A principal that is malformed; the same text as for one that does not exist. */
        INVALID_PRINCIPAL,
        /** An IAM group, which is never a principal. */
        IAM_GROUP,
        /** ForAllValues with a single-valued key, which opens the key to requests without it. */
        OVERLY_PERMISSIVE_CONDITION
    }

    /** The error that answers a request to store the document. */
    public ErrorCode errorCode() {
        return switch (kind) {
            case SYNTAX, INVALID_PRINCIPAL, OVERLY_PERMISSIVE_CONDITION -> ErrorCode.MALFORMED_POLICY_DOCUMENT;
            case IAM_GROUP -> ErrorCode.INVALID_ARN;
        };
    }

    /** The text for the caller; AWS's words where they are known. */
    public String message() {
        return switch (kind) {
            case INVALID_PRINCIPAL -> INVALID_PRINCIPALS;
            case OVERLY_PERMISSIVE_CONDITION -> detail;
            case SYNTAX, IAM_GROUP ->
                statement == DOCUMENT
                        ? "Policy document: " + element + " " + detail
                        : "Policy statement " + (statement + 1) + ": " + element + " " + detail;
        };
    }

    /** AWS's text for principals that are malformed or do not exist. */
    public static final String INVALID_PRINCIPALS = "Policy contains a statement with one or more invalid principals.";
}
