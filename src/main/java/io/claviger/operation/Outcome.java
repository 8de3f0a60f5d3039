package io.claviger.operation;

import io.claviger.key.MaterialId;
import io.claviger.storage.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What an operation comes to: its answer, the changes to be committed together with the audit record, and what that
 * record says beyond the request.
 *
 * @param responseElements audit: absent members are left out; empty means the default of the audit rules (null for a
 *     read-only operation, the key's ARN for a management operation)
 * @param additionalEventData audit: such as keyMaterialId
 * @param createdKeys the ARNs of keys that the call created, for the record's resources
 */
public record Outcome<O extends Record>(
        O output,
        List<Change> changes,
        SequencedMap<String, Object> responseElements,
        SequencedMap<String, Object> additionalEventData,
        List<String> createdKeys) {

    public Outcome {
        changes = List.copyOf(changes);
        createdKeys = List.copyOf(createdKeys);
    }

    public static <O extends Record> Outcome<O> of(O output) {
        return of(output, List.of());
    }

    public static <O extends Record> Outcome<O> of(O output, List<Change> changes) {
        return new Outcome<>(output, changes, new LinkedHashMap<>(), new LinkedHashMap<>(), List.of());
    }

    /** An answer without a body. */
    public static Outcome<Empty> done(Change... changes) {
        return of(Empty.INSTANCE, List.of(changes));
    }

    public Outcome<O> withEventData(String name, MaterialId material) {
        return withEventData(name, material.value());
    }

    public Outcome<O> withEventData(String name, String value) {
        SequencedMap<String, Object> data = new LinkedHashMap<>(additionalEventData);
        data.put(name, value);
        return new Outcome<>(output, changes, responseElements, data, createdKeys);
    }

    public Outcome<O> withResponseElements(Map<String, Object> elements) {
        return new Outcome<>(output, changes, new LinkedHashMap<>(elements), additionalEventData, createdKeys);
    }

    public Outcome<O> withCreatedKey(String arn) {
        return new Outcome<>(output, changes, responseElements, additionalEventData, List.of(arn));
    }
}
