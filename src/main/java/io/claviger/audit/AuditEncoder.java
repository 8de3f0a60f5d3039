package io.claviger.audit;

/** Port: turns an event into the JSON text of its record, UTF-8, without anything secret. Pure and thread-safe. */
public interface AuditEncoder {
    byte[] encode(AuditEvent event);
}
