package io.claviger.pipeline;

import io.claviger.common.AwsApi;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.operation.IamOperationNames;
import io.claviger.operation.Operation;
import io.claviger.operation.OperationNames;
import io.claviger.operation.OwnOperationNames;
import io.claviger.operation.StsOperationNames;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The operations by API and name. Every name of every API is known; those without an operation are answered as unsupported. */
public final class Operations {
    private record Name(AwsApi api, String name) {}

    private final Map<Name, Operation<?, ?>> byName = new HashMap<>();

    public Operations(Collection<Operation<?, ?>> operations) {
        for (Operation<?, ?> operation : operations) {
            Name name = new Name(operation.api(), operation.name());
            if (Arrays.stream(Invocation.Api.values())
                    .noneMatch(api -> api.aws() == name.api() && isKnown(api, name.name()))) {
                throw new IllegalArgumentException(name.name() + " is not an operation of the API");
            }
            if (byName.put(name, operation) != null) {
                throw new IllegalArgumentException("two operations are called " + name.name());
            }
        }
    }

    public boolean isKnown(Invocation.Api api, String name) {
        return switch (api) {
            case AWS -> OperationNames.isKnown(name);
            case OWN -> OwnOperationNames.isKnown(name);
            case STS -> StsOperationNames.isKnown(name);
            case IAM -> IamOperationNames.isKnown(name);
        };
    }

    public Optional<Operation<?, ?>> find(AwsApi api, String name) {
        return Optional.ofNullable(byName.get(new Name(api, name)));
    }

    /** What a known operation answers that is not built. */
    static KmsException unsupported(String name) {
        return new KmsException(ErrorCode.UNSUPPORTED_OPERATION, name + " is not supported.");
    }
}
