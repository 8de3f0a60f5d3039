package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.conformance.KmsCall.Scene;
import io.claviger.testkit.ServiceProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * The key-state matrix (keys.md, section 2) for the operations and states that can be reached. Its numbers: 1 disabled,
 * 3 pending deletion, 4 not pending deletion.
 */
@QuarkusTest
@TestProfile(ServiceProfile.class)
class KeyStateMatrixTest extends ServiceTest {
    private static final String MATRIX = """
            operation,                           Enabled, Disabled, PendingDeletion
            DESCRIBE_KEY,                        ok,      ok,       ok
            ENABLE_KEY,                          ok,      ok,       3
            DISABLE_KEY,                         ok,      ok,       3
            UPDATE_KEY_DESCRIPTION,              ok,      ok,       3
            SCHEDULE_KEY_DELETION,               ok,      ok,       3
            CANCEL_KEY_DELETION,                 4,       4,        ok
            ENCRYPT,                             ok,      1,        3
            DECRYPT,                             ok,      1,        3
            RE_ENCRYPT,                          ok,      1,        3
            GENERATE_DATA_KEY,                   ok,      1,        3
            GENERATE_DATA_KEY_WITHOUT_PLAINTEXT, ok,      1,        3
            CREATE_ALIAS,                        ok,      ok,       3
            UPDATE_ALIAS,                        ok,      ok,       ok
            DELETE_ALIAS,                        ok,      ok,       ok
            TAG_RESOURCE,                        ok,      ok,       3
            UNTAG_RESOURCE,                      ok,      ok,       3
            LIST_RESOURCE_TAGS,                  ok,      ok,       ok
            GET_KEY_POLICY,                      ok,      ok,       ok
            PUT_KEY_POLICY,                      ok,      ok,       ok
            LIST_KEY_POLICIES,                   ok,      ok,       ok
            GET_KEY_ROTATION_STATUS,             ok,      ok,       ok
            CREATE_GRANT,                        ok,      1,        3
            LIST_GRANTS,                         ok,      ok,       ok
            RETIRE_GRANT,                        ok,      ok,       ok
            REVOKE_GRANT,                        ok,      ok,       ok
            """;

    /** A state that a key can be brought into. */
    enum State {
        ENABLED,
        DISABLED,
        PENDING_DELETION
    }

    @ParameterizedTest
    @CsvSource(textBlock = MATRIX, useHeadersInDisplayName = true)
    void operationsAnswerTheStateOfTheirKey(KmsCall call, String enabled, String disabled, String pendingDeletion) {
        assertAnswers(call, State.ENABLED, enabled);
        assertAnswers(call, State.DISABLED, disabled);
        assertAnswers(call, State.PENDING_DELETION, pendingDeletion);
    }

    @Test
    void theMatrixHasEveryOperationOnAKey() {
        Set<KmsCall> without = EnumSet.of(
                KmsCall.CREATE_KEY,
                KmsCall.LIST_KEYS,
                KmsCall.LIST_ALIASES,
                KmsCall.GENERATE_RANDOM,
                KmsCall.LIST_RETIRABLE_GRANTS);

        assertThat(MATRIX.lines()
                        .skip(1)
                        .map(line -> KmsCall.valueOf(line.substring(0, line.indexOf(','))))
                        .collect(Collectors.toSet()))
                .isEqualTo(EnumSet.complementOf(EnumSet.copyOf(without)));
    }

    private void assertAnswers(KmsCall call, State state, String expected) {
        Scene scene = newScene();
        bring(scene.key(), state);

        if (expected.equals("ok")) {
            assertThat(call.on(kms, scene).sdkHttpResponse().statusCode()).isEqualTo(200);
        } else {
            assertRefusedForState(() -> call.on(kms, scene), expected, scene.key());
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void theDestinationOfReEncryptMustBeEnabledToo(State state) {
        Scene scene = newScene();
        bring(scene.otherKey(), state);

        switch (state) {
            case ENABLED ->
                assertThat(KmsCall.RE_ENCRYPT.on(kms, scene).sdkHttpResponse().statusCode())
                        .isEqualTo(200);
            case DISABLED -> assertRefusedForState(() -> KmsCall.RE_ENCRYPT.on(kms, scene), "1", scene.otherKey());
            case PENDING_DELETION ->
                assertRefusedForState(() -> KmsCall.RE_ENCRYPT.on(kms, scene), "3", scene.otherKey());
        }
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void anAliasIsNotPointedAtAKeyThatIsPendingDeletion(State state) {
        Scene scene = newScene();
        bring(scene.otherKey(), state);

        if (state == State.PENDING_DELETION) {
            assertRefusedForState(() -> KmsCall.UPDATE_ALIAS.on(kms, scene), "3", scene.otherKey());
            assertThat(target(scene.alias())).isEqualTo(idOf(scene.key()));
        } else {
            KmsCall.UPDATE_ALIAS.on(kms, scene);
            assertThat(target(scene.alias())).isEqualTo(idOf(scene.otherKey()));
        }
    }

    @Test
    void whatTheStateForbidsChangesNothing() {
        Scene scene = newScene();
        bring(scene.key(), State.PENDING_DELETION);
        var before = kms.describeKey(in -> in.keyId(scene.key())).keyMetadata();

        for (KmsCall call : EnumSet.of(
                KmsCall.ENABLE_KEY,
                KmsCall.DISABLE_KEY,
                KmsCall.UPDATE_KEY_DESCRIPTION,
                KmsCall.SCHEDULE_KEY_DELETION,
                KmsCall.TAG_RESOURCE,
                KmsCall.CREATE_ALIAS)) {
            assertRefusedForState(() -> call.on(kms, scene), "3", scene.key());
        }

        assertThat(kms.describeKey(in -> in.keyId(scene.key())).keyMetadata()).isEqualTo(before);
        assertThat(kms.listResourceTags(in -> in.keyId(scene.key())).tags()).isEmpty();
        assertThat(kms.listAliases(in -> in.keyId(scene.key())).aliases())
                .extracting(alias -> alias.aliasName())
                .containsExactly(scene.alias());
    }

    private String target(String alias) {
        return kms.describeKey(in -> in.keyId(alias)).keyMetadata().keyId();
    }

    private void bring(String key, State state) {
        switch (state) {
            case ENABLED -> kms.enableKey(in -> in.keyId(key));
            case DISABLED -> kms.disableKey(in -> in.keyId(key));
            case PENDING_DELETION -> kms.scheduleKeyDeletion(in -> in.keyId(key));
        }
    }

    private static KmsException assertRefusedForState(Invocation call, String number, String key) {
        return switch (number) {
            case "1" -> assertRefused(call, "DisabledException", key + " is disabled.");
            case "3" -> assertRefused(call, "KMSInvalidStateException", key + " is pending deletion.");
            case "4" -> assertRefused(call, "KMSInvalidStateException", key + " is not pending deletion.");
            default -> throw new AssertionError("no such number: " + number);
        };
    }
}
