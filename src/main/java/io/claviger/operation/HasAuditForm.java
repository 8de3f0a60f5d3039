package io.claviger.operation;

/** A request whose audit record shows something else than its members, which are too large or of no use there. */
public interface HasAuditForm {
    /** What the audit record shows in the place of the request. */
    Record auditForm();
}
