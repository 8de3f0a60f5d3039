package io.claviger.operation.deployment;

import io.claviger.common.Json;

/** Writes a document as text, without white space. */
public interface JsonText {
    String write(Json value);
}
