package io.claviger.operation;

import static io.claviger.testkit.StorageSamples.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.KmsException;
import io.claviger.key.KeyState;
import io.claviger.key.KeyUsage;
import io.claviger.key.KmsKey;
import io.claviger.key.StateRule;
import io.claviger.operation.alias.CreateAlias;
import io.claviger.operation.alias.DeleteAlias;
import io.claviger.operation.alias.ListAliases;
import io.claviger.operation.alias.UpdateAlias;
import io.claviger.operation.cryptography.Decrypt;
import io.claviger.operation.cryptography.Encrypt;
import io.claviger.operation.cryptography.GenerateDataKey;
import io.claviger.operation.cryptography.GenerateDataKeyWithoutPlaintext;
import io.claviger.operation.cryptography.ReEncrypt;
import io.claviger.operation.grant.CreateGrant;
import io.claviger.operation.grant.ListGrants;
import io.claviger.operation.grant.RetireGrant;
import io.claviger.operation.grant.RevokeGrant;
import io.claviger.operation.key.CancelKeyDeletion;
import io.claviger.operation.key.DescribeKey;
import io.claviger.operation.key.DisableKey;
import io.claviger.operation.key.EnableKey;
import io.claviger.operation.key.ScheduleKeyDeletion;
import io.claviger.operation.key.UpdateKeyDescription;
import io.claviger.operation.policy.GetKeyPolicy;
import io.claviger.operation.policy.ListKeyPolicies;
import io.claviger.operation.policy.PutKeyPolicy;
import io.claviger.operation.rotation.GetKeyRotationStatus;
import io.claviger.operation.tag.ListResourceTags;
import io.claviger.operation.tag.TagResource;
import io.claviger.operation.tag.UntagResource;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** keys.md, section 2: which state answers which operation with what. */
final class KeyStateMatrixTest {
    private static final String[] STATES = {
        "ENABLED",
        "DISABLED",
        "PENDING_DELETION",
        "PENDING_REPLICA_DELETION",
        "PENDING_IMPORT",
        "UNAVAILABLE",
        "CREATING",
        "UPDATING"
    };

    private static final Map<String, Class<? extends Operation<?, ?>>> OPERATIONS =
            Stream.<Class<? extends Operation<?, ?>>>of(
                            CancelKeyDeletion.class,
                            CreateAlias.class,
                            DeleteAlias.class,
                            UpdateAlias.class,
                            ListAliases.class,
                            Decrypt.class,
                            Encrypt.class,
                            ReEncrypt.class,
                            GenerateDataKey.class,
                            GenerateDataKeyWithoutPlaintext.class,
                            DescribeKey.class,
                            GetKeyPolicy.class,
                            PutKeyPolicy.class,
                            ListKeyPolicies.class,
                            ListResourceTags.class,
                            GetKeyRotationStatus.class,
                            DisableKey.class,
                            EnableKey.class,
                            ScheduleKeyDeletion.class,
                            TagResource.class,
                            UntagResource.class,
                            UpdateKeyDescription.class,
                            CreateGrant.class,
                            ListGrants.class,
                            RetireGrant.class,
                            RevokeGrant.class)
                    .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    /** Where the target of the guard is not the first one. */
    private static final Map<String, Integer> GUARDED = Map.of("CreateAlias", 1, "UpdateAlias", 2);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # operation         | Enabled | Disabled | PendingDeletion | PendingReplicaDeletion | PendingImport | Unavailable | Creating | Updating
            CancelKeyDeletion               | 4  | 4  | ok | ok | 4  | 4  | 4  | 4
            CreateAlias                     | ok | ok | 3  | 3r | ok | ok | ok | ok
            DeleteAlias                     | ok | ok | ok | ok | ok | ok | ok | ok
            UpdateAlias                     | ok | ok | 3  | 3r | ok | ok | ok | ok
            ListAliases                     | ok | ok | ok | ok | ok | ok | ok | ok
            Decrypt                         | ok | 1  | 3  | 3r | 5  | 11 | 14 | ok
            Encrypt                         | ok | 1  | 3  | 3r | 5  | 11 | 14 | ok
            ReEncrypt                       | ok | 1  | 3  | 3r | 5  | 11 | 14 | ok
            GenerateDataKey                 | ok | 1  | 3  | 3r | 5  | 11 | 14 | ok
            GenerateDataKeyWithoutPlaintext | ok | 1  | 3  | 3r | 5  | 11 | 14 | ok
            DescribeKey                     | ok | ok | ok | ok | ok | ok | ok | ok
            GetKeyPolicy                    | ok | ok | ok | ok | ok | ok | ok | ok
            PutKeyPolicy                    | ok | ok | ok | ok | ok | ok | ok | ok
            ListKeyPolicies                 | ok | ok | ok | ok | ok | ok | ok | ok
            ListResourceTags                | ok | ok | ok | ok | ok | ok | ok | ok
            GetKeyRotationStatus            | ok | ok | ok | ok | ok | ok | ok | ok
            DisableKey                      | ok | ok | 3  | 3r | 5  | ok | 14 | 15
            EnableKey                       | ok | ok | 3  | 3r | 5  | ok | 14 | 15
            ScheduleKeyDeletion             | ok | ok | 3  | 3r | ok | ok | ok | 15
            TagResource                     | ok | ok | 3  | 3r | ok | ok | ok | ok
            UntagResource                   | ok | ok | 3  | 3r | ok | ok | ok | ok
            UpdateKeyDescription            | ok | ok | 3  | 3r | ok | ok | ok | ok
            CreateGrant                     | ok | 1  | 3  | 3r | 5  | ok | 14 | ok
            ListGrants                      | ok | ok | ok | ok | ok | ok | ok | ok
            RetireGrant                     | ok | ok | ok | ok | ok | ok | ok | ok
            RevokeGrant                     | ok | ok | ok | ok | ok | ok | ok | ok
            """)
    void stateAnswersAsTheMatrixSays(
            String operation,
            String enabled,
            String disabled,
            String pendingDeletion,
            String pendingReplicaDeletion,
            String pendingImport,
            String unavailable,
            String creating,
            String updating) {
        List<Guard> guards = guardsOf(operation);
        String[] row = {
            enabled, disabled, pendingDeletion, pendingReplicaDeletion, pendingImport, unavailable, creating, updating
        };

        for (int i = 0; i < STATES.length; i++) {
            KmsKey key = key(1).inState(KeyState.valueOf(STATES[i]));
            assertThat(answer(guards, key)).as(operation + " on " + STATES[i]).isEqualTo(answer(row[i], key));
        }
        assertThat(guards)
                .allMatch(
                        guard -> operation.equals("ReEncrypt") || guard.target() == GUARDED.getOrDefault(operation, 0));
    }

    @Test
    void bothKeysOfReEncryptAreGuarded() {
        assertThat(guardsOf("ReEncrypt")).extracting(Guard::target).containsExactly(0, 1);
    }

    @Test
    void stateIsCheckedBeforeUsage() {
        Guard guard = Guard.usage(KeyUsage.SIGN_VERIFY, "Sign");

        assertThat(answer(List.of(guard), key(1).inState(KeyState.DISABLED))).startsWith("DisabledException");
        assertThat(answer(List.of(guard), key(1)))
                .isEqualTo("InvalidKeyUsageException " + key(1).arn()
                        + " key usage is ENCRYPT_DECRYPT which is not valid for Sign.");
    }

    @Test
    void everyRuleHasARowAbove() {
        assertThat(StateRule.values()).hasSize(7);
    }

    private static String answer(List<Guard> guards, KmsKey key) {
        try {
            guards.forEach(guard -> guard.check(key));
            return "ok";
        } catch (KmsException refused) {
            return refused.code().wireName() + " " + refused.text().orElse("");
        }
    }

    /** The numbers of the specification. */
    private static String answer(String number, KmsKey key) {
        String arn = key.arn().toString();
        return switch (number) {
            case "ok" -> "ok";
            case "1" -> "DisabledException " + arn + " is disabled.";
            case "3" -> "KMSInvalidStateException " + arn + " is pending deletion.";
            case "3r" -> "KMSInvalidStateException " + arn + " is pending replica deletion.";
            case "4" -> "KMSInvalidStateException " + arn + " is not pending deletion.";
            case "5" -> "KMSInvalidStateException " + arn + " is pending import.";
            case "11" -> "KMSInvalidStateException " + arn + " is unavailable.";
            case "14" -> "KMSInvalidStateException " + arn + " is creating.";
            case "15" -> "KMSInvalidStateException " + arn + " is updating.";
            default -> throw new AssertionError(number);
        };
    }

    /** Guards are pure: the parts that an operation works with do not matter. */
    private static List<Guard> guardsOf(String name) {
        Constructor<?> constructor = OPERATIONS.get(name).getDeclaredConstructors()[0];
        try {
            return ((Operation<?, ?>) constructor.newInstance(new Object[constructor.getParameterCount()])).guards();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
