package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.operation.IamOperationNames;
import io.claviger.operation.StsOperationNames;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamRequest;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsRequest;

/** The AWS SDK for Java knows which operations there are. */
class QueryOperationNamesTest {

    @Test
    void iamHasTheOperationsThatTheSdkKnows() {
        assertThat(IamOperationNames.ALL)
                .containsExactlyInAnyOrderElementsOf(operations(IamClient.class, IamRequest.class));
    }

    @Test
    void stsHasTheOperationsThatTheSdkKnows() {
        assertThat(StsOperationNames.ALL)
                .containsExactlyInAnyOrderElementsOf(operations(StsClient.class, StsRequest.class));
    }

    private static Set<String> operations(Class<?> client, Class<?> request) {
        return Arrays.stream(client.getMethods())
                .filter(method -> method.getParameterCount() == 1
                        && request.isAssignableFrom(method.getParameterTypes()[0])
                        && !method.getName().endsWith("Paginator"))
                .map(method -> method.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                        + method.getName().substring(1))
                .collect(Collectors.toSet());
    }
}
