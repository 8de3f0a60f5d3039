package io.claviger.pipeline;

import io.claviger.common.AwsApi;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a door found in a request: which operation it calls, and with what.
 *
 * @param api whose operations the door can call
 * @param operation absent and unknown names are answered as such
 * @param body the bytes to decode; not always those that were signed, as a door may make them of the path. Asked for once
 *     the caller is known, and may refuse with a {@link io.claviger.common.KmsException}
 */
public record Invocation(Api api, @Nullable String operation, Supplier<byte[]> body) {

    /** The tables of operations; a name is in one at most of those of one AWS API. */
    public enum Api {
        /** {@link io.claviger.operation.OperationNames}. */
        AWS(AwsApi.KMS),
        /** {@link io.claviger.operation.OwnOperationNames}. */
        OWN(AwsApi.KMS),
        /** {@link io.claviger.operation.StsOperationNames}. */
        STS(AwsApi.STS),
        /** {@link io.claviger.operation.IamOperationNames}. */
        IAM(AwsApi.IAM);

        private final AwsApi aws;

        Api(AwsApi aws) {
            this.aws = aws;
        }

        /** Whose signatures it takes and whose operations it calls; ours count as KMS's. */
        public AwsApi aws() {
            return aws;
        }
    }

    public static Invocation aws(@Nullable String operation, byte[] body) {
        return new Invocation(Api.AWS, operation, () -> body);
    }

    public static Invocation own(String operation, byte[] body) {
        return new Invocation(Api.OWN, operation, () -> body);
    }

    /** Never the body. */
    @Override
    public String toString() {
        return api.name().toLowerCase(Locale.ROOT) + " " + operation;
    }
}
