package io.claviger.pipeline;

import io.claviger.common.Blob;
import java.util.ArrayList;
import java.util.List;

/** A value as AWS quotes it in a validation text. */
final class QuotedValue {
    private QuotedValue() {}

    /** Text and numbers as they are, {@code [a, b]}, <code>{k=v}</code>; of a structure no more than its name. */
    static String of(Object value) {
        return switch (value) {
            // AWS shows the Java object that holds the bytes; clients and emulators know this text
            case Blob blob ->
                "java.nio.HeapByteBuffer[pos=0 lim=" + blob.lengthBytes() + " cap=" + blob.lengthBytes() + "]";
            case Record structure -> structure.getClass().getSimpleName();
            case List<?> list -> {
                List<String> items = new ArrayList<>(list.size());
                for (Object item : list) {
                    items.add(of(item));
                }
                yield items.toString();
            }
            default -> value.toString();
        };
    }
}
