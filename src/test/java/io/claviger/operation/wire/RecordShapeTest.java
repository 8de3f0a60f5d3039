package io.claviger.operation.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import io.claviger.key.KeyState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordShapeTest {
    record Sample(
            String keyId,
            @WireName("AWSAccountId") String accountId,
            List<Blob> blobs,
            Map<String, String> context,
            Inner inner,
            KeyState state,
            @Sensitive String password,
            SecretBytes secret,
            Instant time,
            boolean flag) {}

    record Inner(SecretBytes secret, List<Inner> more) {}

    record Wrong(Object anything) {}

    record Refuses(String text) {
        Refuses {
            throw text == null
                    ? new KmsException(ErrorCode.VALIDATION, "no text")
                    : new IllegalArgumentException("never shown");
        }
    }

    @Test
    void membersAreNamedAsOnTheWire() {
        List<WireMember> members = RecordShape.of(Sample.class).members();

        assertThat(members)
                .extracting(WireMember::wireName)
                .startsWith("KeyId", "AWSAccountId", "Blobs", "Context", "Inner");
        assertThat(members).extracting(WireMember::pathName).startsWith("keyId", "aWSAccountId", "blobs");
    }

    @Test
    void membersHaveTheTypesOfTheWire() {
        assertThat(RecordShape.of(Sample.class).members())
                .extracting(WireMember::type)
                .containsExactly(
                        WireType.Scalar.TEXT,
                        WireType.Scalar.TEXT,
                        new WireType.ListOf(WireType.Scalar.BLOB),
                        new WireType.TextMap(),
                        new WireType.Structure(Inner.class),
                        new WireType.Enumeration(KeyState.class),
                        WireType.Scalar.TEXT,
                        WireType.Scalar.SECRET,
                        WireType.Scalar.TIMESTAMP,
                        WireType.Scalar.BOOLEAN);
    }

    @Test
    void secretsAreSensitiveWithoutSayingSo() {
        assertThat(RecordShape.of(Sample.class).members())
                .filteredOn(WireMember::isSensitive)
                .extracting(WireMember::wireName)
                .containsExactly("Password", "Secret");
    }

    @Test
    void aTypeThatTheWireDoesNotHaveIsABug() {
        assertThatThrownBy(() -> RecordShape.of(Wrong.class)).isInstanceOf(BugException.class);
    }

    @Test
    void aRecordMayRefuseInTheProtocolsWords() {
        RecordShape shape = RecordShape.of(Refuses.class);

        assertThatThrownBy(() -> shape.create(new Object[] {null}))
                .isInstanceOf(KmsException.class)
                .hasMessage("no text");
        assertThatThrownBy(() -> shape.create(new Object[] {"x"})).isInstanceOf(BugException.class);
    }

    @Test
    void enumsGoByTheirWireNames() {
        assertThat(EnumNames.of(KeyState.PENDING_REPLICA_DELETION)).isEqualTo("PendingReplicaDeletion");
        assertThat(EnumNames.of(ErrorCode.class)).startsWith("AlreadyExistsException");
        assertThat(EnumNames.of(Thread.State.NEW)).isEqualTo("NEW");
    }

    @Test
    void closesSecretsHoweverDeep() {
        SecretBytes top = SecretBytes.copyOf(new byte[] {1});
        SecretBytes deep = SecretBytes.copyOf(new byte[] {2});
        Inner inner = new Inner(null, List.of(new Inner(deep, null)));

        RecordSecrets.close(new Sample(null, null, null, null, inner, null, null, top, null, true));

        assertThatThrownBy(top::reveal).isInstanceOf(BugException.class);
        assertThatThrownBy(deep::reveal).isInstanceOf(BugException.class);
    }
}
