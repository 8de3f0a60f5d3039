package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.conformance.KmsCall.Scene;
import io.claviger.testkit.Identity;
import io.claviger.testkit.Policies;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.TestIdentities;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.GenerateRandomResponse;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

@QuarkusTest
@TestProfile(ServiceProfile.class)
class CryptographyConformanceTest extends ServiceTest {
    private static final SdkBytes PLAINTEXT = Scene.PLAINTEXT;
    private static final Map<String, String> CONTEXT = Map.of("purpose", "test", "owner", "Zoë");
    private static final String INCORRECT_KEY =
            "The key ID in the request does not identify a CMK that can perform this operation.";
    private static final String NOT_NULL =
            "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null";

    // Encrypt

    @Test
    void encryptAnswersCiphertextKeyAndAlgorithm() {
        Scene scene = newScene();

        for (String id : formsOf(scene)) {
            EncryptResponse answer = kms.encrypt(in -> in.keyId(id).plaintext(PLAINTEXT));

            assertThat(answer.keyId()).isEqualTo(scene.key());
            assertThat(answer.encryptionAlgorithm()).isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
            assertThat(plaintextOf(answer.ciphertextBlob())).isEqualTo(PLAINTEXT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 4095, 4096})
    void encryptTakesUpToFourKilobytes(int length) {
        String key = newKey();
        SdkBytes plaintext = random(length);

        SdkBytes ciphertext =
                kms.encrypt(in -> in.keyId(key).plaintext(plaintext)).ciphertextBlob();

        assertThat(plaintextOf(ciphertext)).isEqualTo(plaintext);
        assertThat(ciphertext.asByteArrayUnsafe().length).isBetween(length + 1, 6144);
    }

    @Test
    void encryptRefusesMoreAndNothingWithoutEchoingIt() {
        String key = newKey();

        assertRefused(
                () -> kms.encrypt(in -> in.keyId(key).plaintext(random(4097))),
                "ValidationException",
                "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have"
                        + " length less than or equal to 4096");
        assertRefused(
                () -> kms.encrypt(in -> in.keyId(key).plaintext(random(0))),
                "ValidationException",
                "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have"
                        + " length greater than or equal to 1");
        assertRefused(() -> kms.encrypt(in -> in.keyId(key)), "ValidationException", NOT_NULL.formatted("plaintext"));
        assertRefused(
                () -> kms.encrypt(in -> in.plaintext(PLAINTEXT)), "ValidationException", NOT_NULL.formatted("keyId"));
    }

    @Test
    void encryptingTwiceGivesTwoCiphertexts() {
        String key = newKey();

        assertThat(kms.encrypt(in -> in.keyId(key).plaintext(PLAINTEXT)).ciphertextBlob())
                .isNotEqualTo(
                        kms.encrypt(in -> in.keyId(key).plaintext(PLAINTEXT)).ciphertextBlob());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"})
    void algorithmsOfOtherKeysAreIncompatible(String algorithm) {
        Scene scene = newScene();
        String text = "Algorithm " + algorithm + " is incompatible with key spec SYMMETRIC_DEFAULT.";

        for (Invocation call : List.<Invocation>of(
                () -> kms.encrypt(
                        in -> in.keyId(scene.key()).plaintext(PLAINTEXT).encryptionAlgorithm(algorithm)),
                () -> kms.decrypt(in -> in.ciphertextBlob(scene.ciphertext()).encryptionAlgorithm(algorithm)),
                () -> kms.reEncrypt(in -> in.ciphertextBlob(scene.ciphertext())
                        .destinationKeyId(scene.otherKey())
                        .sourceEncryptionAlgorithm(algorithm)),
                () -> kms.reEncrypt(in -> in.ciphertextBlob(scene.ciphertext())
                        .destinationKeyId(scene.otherKey())
                        .destinationEncryptionAlgorithm(algorithm)))) {
            assertRefused(call, "InvalidKeyUsageException", text);
        }
    }

    // Decrypt

    @Test
    void decryptAnswersPlaintextKeyAlgorithmAndMaterial() {
        Scene scene = newScene();
        String material =
                kms.describeKey(in -> in.keyId(scene.key())).keyMetadata().currentKeyMaterialId();
        List<String> forms = new ArrayList<>(formsOf(scene));
        forms.add(null);

        for (String id : forms) {
            DecryptResponse answer =
                    kms.decrypt(in -> in.ciphertextBlob(scene.ciphertext()).keyId(id));

            assertThat(answer.plaintext()).isEqualTo(PLAINTEXT);
            assertThat(answer.keyId()).isEqualTo(scene.key());
            assertThat(answer.encryptionAlgorithm()).isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
            assertThat(answer.keyMaterialId()).isEqualTo(material);
            assertThat(answer.ciphertextForRecipient()).isNull();
        }
    }

    @Test
    void decryptNeedsTheSameContext() {
        String key = newKey();
        SdkBytes ciphertext = kms.encrypt(
                        in -> in.keyId(key).plaintext(PLAINTEXT).encryptionContext(CONTEXT))
                .ciphertextBlob();

        assertThat(kms.decrypt(in -> in.ciphertextBlob(ciphertext)
                                .encryptionContext(Map.of("owner", "Zoë", "purpose", "test")))
                        .plaintext())
                .isEqualTo(PLAINTEXT);
        for (Map<String, String> other : List.<Map<String, String>>of(
                Map.of(),
                Map.of("purpose", "test"),
                Map.of("purpose", "test", "owner", "zoë"),
                Map.of("purpose", "Zoë", "owner", "test"),
                Map.of("purpose", "test", "owner", "Zoë", "more", ""))) {
            assertInvalidCiphertext(
                    () -> kms.decrypt(in -> in.ciphertextBlob(ciphertext).encryptionContext(other)));
        }
    }

    @Test
    void decryptRefusesAContextWhereThereWasNone() {
        Scene scene = newScene();

        assertInvalidCiphertext(
                () -> kms.decrypt(in -> in.ciphertextBlob(scene.ciphertext()).encryptionContext(CONTEXT)));
    }

    static Stream<Named<Damage>> damages() {
        return Stream.of(
                Named.of("nothing of it", bytes -> new byte[] {1}),
                Named.of("other bytes", bytes -> randomBytes(bytes.length)),
                Named.of("truncated", bytes -> Arrays.copyOf(bytes, bytes.length - 1)),
                Named.of("appended to", bytes -> Arrays.copyOf(bytes, bytes.length + 1)),
                Named.of("changed at its end", bytes -> flipped(bytes, bytes.length - 1)),
                Named.of("changed in the middle", bytes -> flipped(bytes, bytes.length - 20)),
                Named.of("changed at its start", bytes -> flipped(bytes, 0)));
    }

    /** Something that happens to a ciphertext. */
    @FunctionalInterface
    interface Damage {
        byte[] to(byte[] ciphertext);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void damagedCiphertextsAreInvalidWithoutAWord(Damage damage) {
        Scene scene = newScene();
        SdkBytes damaged = SdkBytes.fromByteArray(damage.to(scene.ciphertext().asByteArray()));

        assertInvalidCiphertext(() -> kms.decrypt(in -> in.ciphertextBlob(damaged)));
        assertInvalidCiphertext(
                () -> kms.decrypt(in -> in.ciphertextBlob(damaged).keyId(scene.key())));
        assertInvalidCiphertext(
                () -> kms.reEncrypt(in -> in.ciphertextBlob(damaged).destinationKeyId(scene.otherKey())));
    }

    @Test
    void decryptWithAnotherKeyIsIncorrect() {
        Scene scene = newScene();

        assertRefused(
                () -> kms.decrypt(in -> in.ciphertextBlob(scene.ciphertext()).keyId(scene.otherKey())),
                "IncorrectKeyException",
                INCORRECT_KEY);
    }

    @Test
    void decryptRefusesCiphertextsOutOfRange() {
        assertRefused(() -> kms.decrypt(in -> {}), "ValidationException", NOT_NULL.formatted("ciphertextBlob"));
        assertThat(refusal(() -> kms.decrypt(in -> in.ciphertextBlob(random(6145))))
                        .awsErrorDetails()
                        .errorMessage())
                .endsWith("'ciphertextBlob' failed to satisfy constraint: Member must have length less than or equal"
                        + " to 6144");
    }

    @Test
    void aDisabledKeyDecryptsAgainWhenItIsEnabled() {
        Scene scene = newScene();
        kms.disableKey(in -> in.keyId(scene.key()));
        assertRefused(
                () -> kms.decrypt(in -> in.ciphertextBlob(scene.ciphertext())),
                "DisabledException",
                scene.key() + " is disabled.");

        kms.enableKey(in -> in.keyId(scene.key()));

        assertThat(plaintextOf(scene.ciphertext())).isEqualTo(PLAINTEXT);
    }

    @Test
    void decryptOfAnotherRegionsCiphertextIsDenied() {
        Scene scene = newScene();
        KmsClient elsewhere = clients.as(admin, ServiceProfile.OTHER_REGION);

        assertRefused(
                () -> elsewhere.decrypt(in -> in.ciphertextBlob(scene.ciphertext())),
                "AccessDeniedException",
                "User: " + admin.arn() + " is not authorized to perform: kms:Decrypt on the resource associated with"
                        + " this ciphertext because the resource does not exist in this Region, no resource-based"
                        + " policies allow access, or a resource-based policy explicitly denies access");
    }

    @Test
    void aForeignKeyDecryptsByItsBareIdWhenTheCiphertextNamesIt() {
        Identity foreigner = identities.user(identities.account(), "partner", TestIdentities.ALLOW_ALL);
        String key = sharedWith(foreigner);
        SdkBytes ciphertext =
                kms.encrypt(in -> in.keyId(key).plaintext(PLAINTEXT)).ciphertextBlob();
        KmsClient foreign = clients.as(foreigner);

        assertThat(foreign.decrypt(in -> in.ciphertextBlob(ciphertext).keyId(idOf(key)))
                        .plaintext())
                .isEqualTo(PLAINTEXT);
        assertThat(foreign.decrypt(in -> in.ciphertextBlob(ciphertext)).keyId()).isEqualTo(key);
    }

    // ReEncrypt

    @Test
    void reEncryptAnswersBothSides() {
        Scene scene = newScene();
        String sourceMaterial =
                kms.describeKey(in -> in.keyId(scene.key())).keyMetadata().currentKeyMaterialId();
        String destinationMaterial =
                kms.describeKey(in -> in.keyId(scene.otherKey())).keyMetadata().currentKeyMaterialId();

        ReEncryptResponse answer =
                kms.reEncrypt(in -> in.ciphertextBlob(scene.ciphertext()).destinationKeyId(idOf(scene.otherKey())));

        assertThat(answer.keyId()).isEqualTo(scene.otherKey());
        assertThat(answer.sourceKeyId()).isEqualTo(scene.key());
        assertThat(answer.sourceEncryptionAlgorithm()).isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
        assertThat(answer.destinationEncryptionAlgorithm()).isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
        assertThat(answer.sourceKeyMaterialId()).isEqualTo(sourceMaterial);
        assertThat(answer.destinationKeyMaterialId()).isEqualTo(destinationMaterial);
        DecryptResponse decrypted = kms.decrypt(in -> in.ciphertextBlob(answer.ciphertextBlob()));
        assertThat(decrypted.plaintext()).isEqualTo(PLAINTEXT);
        assertThat(decrypted.keyId()).isEqualTo(scene.otherKey());
    }

    @Test
    void reEncryptChangesTheContextUnderTheSameKey() {
        String key = newKey();
        SdkBytes ciphertext = kms.encrypt(
                        in -> in.keyId(key).plaintext(PLAINTEXT).encryptionContext(CONTEXT))
                .ciphertextBlob();
        Map<String, String> next = Map.of("purpose", "next");

        SdkBytes changed = kms.reEncrypt(in -> in.ciphertextBlob(ciphertext)
                        .sourceEncryptionContext(CONTEXT)
                        .destinationEncryptionContext(next)
                        .destinationKeyId(key))
                .ciphertextBlob();

        assertThat(kms.decrypt(in -> in.ciphertextBlob(changed).encryptionContext(next))
                        .plaintext())
                .isEqualTo(PLAINTEXT);
        assertInvalidCiphertext(
                () -> kms.decrypt(in -> in.ciphertextBlob(changed).encryptionContext(CONTEXT)));
        assertInvalidCiphertext(() -> kms.reEncrypt(in ->
                in.ciphertextBlob(ciphertext).sourceEncryptionContext(next).destinationKeyId(key)));
    }

    @Test
    void reEncryptReportsAWrongSourceKey() {
        Scene scene = newScene();

        assertRefused(
                () -> kms.reEncrypt(in -> in.ciphertextBlob(scene.ciphertext())
                        .sourceKeyId(scene.otherKey())
                        .destinationKeyId(scene.key())),
                "IncorrectKeyException",
                INCORRECT_KEY);
    }

    @Test
    void reEncryptMovesADataKeyToAnotherAccount() {
        Identity foreigner = identities.user(identities.account(), "partner", TestIdentities.ALLOW_ALL);
        Scene scene = newScene();
        KmsClient foreign = clients.as(foreigner);
        String destination = foreign.createKey(in -> in.policy(Policies.document(
                        Policies.allow(root(foreigner), List.of("kms:*")),
                        Policies.allow(root(admin), List.of("kms:ReEncryptTo")))))
                .keyMetadata()
                .arn();

        ReEncryptResponse answer =
                kms.reEncrypt(in -> in.ciphertextBlob(scene.ciphertext()).destinationKeyId(destination));

        assertThat(answer.keyId()).isEqualTo(destination);
        assertThat(foreign.decrypt(in -> in.ciphertextBlob(answer.ciphertextBlob()))
                        .plaintext())
                .isEqualTo(PLAINTEXT);
    }

    // GenerateDataKey, GenerateDataKeyWithoutPlaintext

    @ParameterizedTest
    @CsvSource({"AES_256, , 32", "AES_128, , 16", ", 1, 1", ", 33, 33", ", 1024, 1024"})
    void dataKeysHaveTheLengthAskedFor(DataKeySpec spec, Integer numberOfBytes, int length) {
        Scene scene = newScene();
        String material =
                kms.describeKey(in -> in.keyId(scene.key())).keyMetadata().currentKeyMaterialId();

        GenerateDataKeyResponse answer = kms.generateDataKey(in -> in.keyId(scene.alias())
                .keySpec(spec)
                .numberOfBytes(numberOfBytes)
                .encryptionContext(CONTEXT));
        GenerateDataKeyWithoutPlaintextResponse silent = kms.generateDataKeyWithoutPlaintext(in ->
                in.keyId(scene.key()).keySpec(spec).numberOfBytes(numberOfBytes).encryptionContext(CONTEXT));

        assertThat(answer.plaintext().asByteArrayUnsafe()).hasSize(length);
        assertThat(answer.keyId()).isEqualTo(scene.key());
        assertThat(answer.keyMaterialId()).isEqualTo(material);
        assertThat(answer.ciphertextForRecipient()).isNull();
        assertThat(decrypted(answer.ciphertextBlob())).isEqualTo(answer.plaintext());
        assertThat(silent.keyId()).isEqualTo(scene.key());
        assertThat(silent.keyMaterialId()).isEqualTo(material);
        assertThat(decrypted(silent.ciphertextBlob()).asByteArrayUnsafe()).hasSize(length);
    }

    private SdkBytes decrypted(SdkBytes ciphertext) {
        return kms.decrypt(in -> in.ciphertextBlob(ciphertext).encryptionContext(CONTEXT))
                .plaintext();
    }

    @Test
    void dataKeysAreNeverTheSame() {
        String key = newKey();

        assertThat(kms.generateDataKey(in -> in.keyId(key).keySpec("AES_256")).plaintext())
                .isNotEqualTo(kms.generateDataKey(in -> in.keyId(key).keySpec("AES_256"))
                        .plaintext());
    }

    @Test
    void dataKeysNeedExactlyOneLength() {
        String key = newKey();
        String text = "Please specify either number of bytes or key spec.";

        assertRefused(() -> kms.generateDataKey(in -> in.keyId(key)), "ValidationException", text);
        assertRefused(
                () -> kms.generateDataKey(in -> in.keyId(key).keySpec("AES_256").numberOfBytes(32)),
                "ValidationException",
                text);
        assertRefused(() -> kms.generateDataKeyWithoutPlaintext(in -> in.keyId(key)), "ValidationException", text);
    }

    @Test
    void dataKeysRefuseLengthsOutOfRange() {
        String key = newKey();

        assertRefused(
                () -> kms.generateDataKey(in -> in.keyId(key).numberOfBytes(1025)),
                "ValidationException",
                "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member"
                        + " must have value less than or equal to 1024");
        assertRefused(
                () -> kms.generateDataKeyWithoutPlaintext(in -> in.keyId(key).keySpec("AES_512")),
                "ValidationException",
                "1 validation error detected: Value 'AES_512' at 'keySpec' failed to satisfy constraint: Member must"
                        + " satisfy enum value set: [AES_256, AES_128]");
    }

    // GenerateRandom

    @ParameterizedTest
    @ValueSource(ints = {1, 32, 1024})
    void generateRandomAnswersThatManyBytes(int length) {
        GenerateRandomResponse answer = kms.generateRandom(in -> in.numberOfBytes(length));

        assertThat(answer.plaintext().asByteArrayUnsafe()).hasSize(length);
        assertThat(answer.ciphertextForRecipient()).isNull();
    }

    @Test
    void generateRandomNeverRepeats() {
        assertThat(kms.generateRandom(in -> in.numberOfBytes(32)).plaintext())
                .isNotEqualTo(kms.generateRandom(in -> in.numberOfBytes(32)).plaintext());
    }

    @Test
    void generateRandomNeedsALengthInRange() {
        assertRefused(() -> kms.generateRandom(in -> {}), "ValidationException", "NumberOfBytes is required.");
        assertRefused(
                () -> kms.generateRandom(in -> in.numberOfBytes(1025)),
                "ValidationException",
                "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member"
                        + " must have value less than or equal to 1024");
        assertRefused(
                () -> kms.generateRandom(in -> in.numberOfBytes(0)),
                "ValidationException",
                "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must"
                        + " have value greater than or equal to 1");
    }

    @Test
    void generateRandomKnowsNoCustomKeyStore() {
        assertThat(refusal(() ->
                                kms.generateRandom(in -> in.numberOfBytes(1).customKeyStoreId("cks-1234567890abcdef0")))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("CustomKeyStoreNotFoundException");
    }

    // DryRun

    static Stream<KmsCall> dryRunCalls() {
        return Stream.of(
                KmsCall.ENCRYPT,
                KmsCall.DECRYPT,
                KmsCall.RE_ENCRYPT,
                KmsCall.GENERATE_DATA_KEY,
                KmsCall.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT);
    }

    @ParameterizedTest
    @MethodSource("dryRunCalls")
    void aDryRunThatWouldSucceedSaysSo(KmsCall call) {
        Scene scene = newScene();

        assertRefused(
                () -> dryRun(call, kms, scene),
                "DryRunOperationException",
                "The request would have succeeded, but the DryRun option is set.");
    }

    @ParameterizedTest
    @MethodSource("dryRunCalls")
    void aDryRunAnswersTheErrorThatTheCallWould(KmsCall call) {
        Scene scene = newScene();
        Identity nobody = identities.user(admin.account(), "nobody");
        String action = call.actions.getFirst();

        assertRefused(
                () -> dryRun(call, clients.as(nobody), scene),
                "AccessDeniedException",
                "User: " + nobody.arn() + " is not authorized to perform: " + action + " on resource: " + scene.key()
                        + " because no identity-based policy allows the " + action + " action");
        kms.disableKey(in -> in.keyId(scene.key()));
        assertRefused(() -> dryRun(call, kms, scene), "DisabledException", scene.key() + " is disabled.");
    }

    @Test
    void aDryRunChecksTheCiphertextToo() {
        Scene scene = newScene();
        SdkBytes damaged = SdkBytes.fromByteArray(flipped(scene.ciphertext().asByteArray(), 60));

        assertInvalidCiphertext(
                () -> kms.decrypt(in -> in.ciphertextBlob(damaged).dryRun(true)));
    }

    @Test
    void aDryRunMayLeaveTheCiphertextOut() {
        Scene scene = newScene();

        assertRefused(
                () -> kms.decrypt(
                        in -> in.keyId(scene.key()).dryRun(true).dryRunModifiersWithStrings("IGNORE_CIPHERTEXT")),
                "DryRunOperationException",
                "The request would have succeeded, but the DryRun option is set.");
        assertRefused(
                () -> kms.decrypt(in -> in.dryRun(true).dryRunModifiersWithStrings("IGNORE_CIPHERTEXT")),
                "ValidationException",
                NOT_NULL.formatted("keyId"));
        assertRefused(
                () -> kms.reEncrypt(in -> in.destinationKeyId(scene.otherKey())
                        .dryRun(true)
                        .dryRunModifiersWithStrings("IGNORE_CIPHERTEXT")),
                "ValidationException",
                NOT_NULL.formatted("sourceKeyId"));
        assertThat(refusal(() -> kms.decrypt(in -> in.keyId(scene.key())
                                .ciphertextBlob(scene.ciphertext())
                                .dryRunModifiersWithStrings("IGNORE_CIPHERTEXT")))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("ValidationException");
    }

    private static KmsResponse dryRun(KmsCall call, KmsClient kms, Scene scene) {
        return switch (call) {
            case ENCRYPT ->
                kms.encrypt(in -> in.keyId(scene.key()).plaintext(PLAINTEXT).dryRun(true));
            case DECRYPT ->
                kms.decrypt(in -> in.ciphertextBlob(scene.ciphertext()).dryRun(true));
            case RE_ENCRYPT ->
                kms.reEncrypt(in -> in.ciphertextBlob(scene.ciphertext())
                        .destinationKeyId(scene.otherKey())
                        .dryRun(true));
            case GENERATE_DATA_KEY ->
                kms.generateDataKey(
                        in -> in.keyId(scene.key()).keySpec("AES_128").dryRun(true));
            case GENERATE_DATA_KEY_WITHOUT_PLAINTEXT ->
                kms.generateDataKeyWithoutPlaintext(
                        in -> in.keyId(scene.key()).keySpec("AES_128").dryRun(true));
            default -> throw new AssertionError(call + " has no DryRun");
        };
    }

    // grant tokens, recipient

    @Test
    void tooManyGrantTokensAreRefused() {
        String key = newKey();

        assertThat(refusal(() -> kms.encrypt(
                                in -> in.keyId(key).plaintext(PLAINTEXT).grantTokens(Collections.nCopies(11, "t"))))
                        .awsErrorDetails()
                        .errorMessage())
                .startsWith("1 validation error detected: Value '[t, t, t, t, t, t, t, t, t, t, t]' at 'grantTokens'")
                .endsWith("Member must have length less than or equal to 10");
    }

    @Test
    void aRecipientIsNeverIgnored() {
        Scene scene = newScene();

        for (Invocation call : List.<Invocation>of(
                () -> kms.decrypt(in -> in.ciphertextBlob(scene.ciphertext())
                        .recipient(r -> r.attestationDocument(PLAINTEXT).keyEncryptionAlgorithm("RSAES_OAEP_SHA_256"))),
                () -> kms.generateDataKey(in -> in.keyId(scene.key())
                        .keySpec("AES_256")
                        .recipient(r -> r.attestationDocument(PLAINTEXT).keyEncryptionAlgorithm("RSAES_OAEP_SHA_256"))),
                () -> kms.generateRandom(in -> in.numberOfBytes(1)
                        .recipient(
                                r -> r.attestationDocument(PLAINTEXT).keyEncryptionAlgorithm("RSAES_OAEP_SHA_256"))))) {
            assertThat(refusal(call).awsErrorDetails().errorCode())
                    .isIn("UnsupportedOperationException", "ValidationException");
        }
    }

    // context limits

    @Test
    void contextsMayBeLargeButNotHuge() {
        String key = newKey();

        assertThat(kms.encrypt(in ->
                                in.keyId(key).plaintext(PLAINTEXT).encryptionContext(Map.of("k", "v".repeat(8000))))
                        .keyId())
                .isEqualTo(key);
        assertThat(refusal(() -> kms.encrypt(in ->
                                in.keyId(key).plaintext(PLAINTEXT).encryptionContext(Map.of("k", "v".repeat(8192)))))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("ValidationException");
    }

    private static List<String> formsOf(Scene scene) {
        String aliasArn = scene.key().substring(0, scene.key().indexOf("key/")) + scene.alias();
        return List.of(scene.key(), idOf(scene.key()), scene.alias(), aliasArn);
    }

    private String sharedWith(Identity foreigner) {
        return kms.createKey(in -> in.policy(Policies.document(
                        Policies.allow(root(admin), List.of("kms:*")),
                        Policies.allow(foreigner.arn(), List.of("kms:Decrypt")))))
                .keyMetadata()
                .arn();
    }

    private SdkBytes plaintextOf(SdkBytes ciphertext) {
        return kms.decrypt(in -> in.ciphertextBlob(ciphertext)).plaintext();
    }

    private static void assertInvalidCiphertext(Invocation call) {
        KmsException refused = refusal(call);
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidCiphertextException");
        assertThat(refused.awsErrorDetails().rawResponse().asUtf8String())
                .isEqualTo("{\"__type\":\"InvalidCiphertextException\"}");
    }

    private static SdkBytes random(int length) {
        return SdkBytes.fromByteArray(randomBytes(length));
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }
}
