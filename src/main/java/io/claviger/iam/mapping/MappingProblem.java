package io.claviger.iam.mapping;

/**
 * What is wrong with the JSON form of a mapping.
 *
 * @param pointer where (RFC 6901)
 * @param detail a sentence without its subject; never repeats what stands there
 */
public record MappingProblem(String pointer, String detail) {
    @Override
    public String toString() {
        return (pointer.isEmpty() ? "the mapping" : pointer) + " " + detail;
    }
}
