package io.claviger.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.AwsApi;
import io.claviger.operation.Call;
import io.claviger.operation.Empty;
import io.claviger.operation.IamOperationNames;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.OperationNames;
import io.claviger.operation.Outcome;
import io.claviger.operation.OwnOperationNames;
import io.claviger.operation.Permission;
import io.claviger.operation.StsOperationNames;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OperationsTest {
    private final Operations operations = new Operations(List.of(new Named("Encrypt")));

    @Test
    void everyNameOfTheApiIsKnownBuiltOrNot() {
        assertThat(OperationNames.ALL).hasSize(56).allMatch(name -> operations.isKnown(Invocation.Api.AWS, name));
        assertThat(operations.find(AwsApi.KMS, "Encrypt")).isPresent();
        assertThat(operations.find(AwsApi.KMS, "Decrypt")).isEmpty();
    }

    @Test
    void otherNamesAreNotKnown() {
        assertThat(operations.isKnown(Invocation.Api.AWS, "encrypt")).isFalse();
        assertThat(operations.isKnown(Invocation.Api.AWS, "Encrypt ")).isFalse();
        assertThat(operations.isKnown(Invocation.Api.AWS, "")).isFalse();
    }

    @Test
    void eachApiKnowsItsOwnNamesOnly() {
        assertThat(OwnOperationNames.ALL)
                .allMatch(name -> operations.isKnown(Invocation.Api.OWN, name))
                .noneMatch(name -> operations.isKnown(Invocation.Api.AWS, name));
        assertThat(OperationNames.ALL).noneMatch(name -> operations.isKnown(Invocation.Api.OWN, name));
    }

    @Test
    void theQueryApisKnowTheirNamesOnly() {
        assertThat(IamOperationNames.ALL)
                .hasSize(180)
                .allMatch(name -> operations.isKnown(Invocation.Api.IAM, name))
                .noneMatch(name -> operations.isKnown(Invocation.Api.STS, name));
        assertThat(StsOperationNames.ALL)
                .hasSize(11)
                .allMatch(name -> operations.isKnown(Invocation.Api.STS, name))
                .noneMatch(name -> operations.isKnown(Invocation.Api.AWS, name));
        assertThat(operations.find(AwsApi.IAM, "Encrypt")).isEmpty();
    }

    @Test
    void operationOutsideTheApiIsRefused() {
        assertThatThrownBy(() -> new Operations(List.of(new Named("EncryptAll"))))
                .hasMessage("EncryptAll is not an operation of the API");
    }

    @Test
    void twoOperationsOfOneNameAreRefused() {
        assertThatThrownBy(() -> new Operations(List.of(new Named("Sign"), new Named("Sign"))))
                .hasMessage("two operations are called Sign");
    }

    private record Named(String name) implements Operation<Empty, Empty> {
        @Override
        public Class<Empty> inputType() {
            return Empty.class;
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public List<Locator> locate(Empty input) {
            return List.of();
        }

        @Override
        public List<Permission> permissions(Call<Empty> call) {
            return List.of();
        }

        @Override
        public Uni<Outcome<Empty>> execute(Call<Empty> call) {
            return Uni.createFrom().item(Outcome.done());
        }
    }
}
