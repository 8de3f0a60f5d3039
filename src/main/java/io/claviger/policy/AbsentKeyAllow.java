package io.claviger.policy;

/** An allow that decided and has a condition that holds only because the request lacks a key. */
public record AbsentKeyAllow(StatementReference statement, ConditionTrace condition) {}
