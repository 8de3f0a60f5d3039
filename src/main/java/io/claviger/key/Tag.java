package io.claviger.key;

/** A key's tag: key of 1 to 128 characters, value of 0 to 256. */
public record Tag(String key, String value) {}
