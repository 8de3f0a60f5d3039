package io.claviger.pipeline;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.operation.Operation;
import io.claviger.operation.OperationNames;
import io.claviger.operation.OwnOperationNames;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The operations by name. Every name of both APIs is known; those without an operation are answered as unsupported. */
public final class Operations {
    private final Map<String, Operation<?, ?>> byName = new HashMap<>();

    public Operations(Collection<Operation<?, ?>> operations) {
        for (Operation<?, ?> operation : operations) {
            String name = operation.name();
            if (!OperationNames.isKnown(name) && !OwnOperationNames.isKnown(name)) {
                throw new IllegalArgumentException(name + " is not an operation of the API");
            }
            if (byName.put(name, operation) != null) {
                throw new IllegalArgumentException("two operations are called " + name);
            }
        }
    }

    public boolean isKnown(Invocation.Api api, String name) {
        return switch (api) {
            case AWS -> OperationNames.isKnown(name);
            case OWN -> OwnOperationNames.isKnown(name);
        };
    }

    public Optional<Operation<?, ?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What a known operation answers that is not built. */
    static KmsException unsupported(String name) {
        return new KmsException(ErrorCode.UNSUPPORTED_OPERATION, name + " is not supported.");
    }
}
