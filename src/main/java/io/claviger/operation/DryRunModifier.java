package io.claviger.operation;

/** API model DryRunModifierType. */
public enum DryRunModifier {
    IGNORE_CIPHERTEXT
}
