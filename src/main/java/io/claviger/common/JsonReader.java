package io.claviger.common;

/**
 * Port: reads JSON text into a tree, strictly (RFC 8259). Objects with two members of one name, anything after the
 * value, nesting deeper than 32 and unpaired surrogates are refused; a number keeps its text. Pure and thread-safe.
 */
public interface JsonReader {
    /** Reads the one JSON value that the text is. */
    Json read(String text) throws MalformedJsonException;
}
