package io.claviger.operation;

/** An action on a target, such as {@code kms:Encrypt} on a key. */
public record Permission(String action, Target target) {}
