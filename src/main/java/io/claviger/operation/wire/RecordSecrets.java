package io.claviger.operation.wire;

import io.claviger.common.Json;
import io.claviger.common.SecretBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wipes what is secret in a request or response once it has been used. */
public final class RecordSecrets {
    private RecordSecrets() {}

    /** Closes every {@link SecretBytes} in the value: a record, a list, a secret itself; anything else is left alone. */
    public static void close(@Nullable Object value) {
        switch (value) {
            case SecretBytes secret -> secret.close();
            case Json document -> {}
            case Record record -> closeMembers(record);
            case List<?> list -> list.forEach(RecordSecrets::close);
            case null, default -> {}
        }
    }

    private static void closeMembers(Record record) {
        for (WireMember member : RecordShape.of(record.getClass()).members()) {
            if (mayHoldSecrets(member.type())) {
                close(member.valueIn(record));
            }
        }
    }

    private static boolean mayHoldSecrets(WireType type) {
        return type == WireType.Scalar.SECRET
                || type instanceof WireType.Structure
                || (type instanceof WireType.ListOf(WireType item) && mayHoldSecrets(item));
    }
}
