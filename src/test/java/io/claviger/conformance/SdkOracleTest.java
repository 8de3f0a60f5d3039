package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.Blob;
import io.claviger.common.ErrorCode;
import io.claviger.common.SecretBytes;
import io.claviger.key.KeySpec;
import io.claviger.key.KeyUsage;
import io.claviger.operation.OperationNames;
import io.claviger.operation.wire.OneOf;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.KmsException;

/** The AWS SDK for Java knows the API model; what we have of it must be the same. */
class SdkOracleTest {

    /** What any operation may answer without the model saying so (wire-protocol.md, section 5). */
    private static final Set<ErrorCode> COMMON_ERRORS = Set.of(
            ErrorCode.ACCESS_DENIED,
            ErrorCode.EXPIRED_TOKEN,
            ErrorCode.INCOMPLETE_SIGNATURE,
            ErrorCode.INVALID_REQUEST_SIGNATURE,
            ErrorCode.MISSING_AUTHENTICATION_TOKEN,
            ErrorCode.NOT_AUTHORIZED,
            ErrorCode.REQUEST_ENTITY_TOO_LARGE,
            ErrorCode.SERIALIZATION,
            ErrorCode.THROTTLING,
            ErrorCode.UNKNOWN_OPERATION,
            ErrorCode.UNRECOGNIZED_CLIENT,
            ErrorCode.VALIDATION);

    /** Of IAM and STS alone. */
    private static final Set<ErrorCode> ERRORS_OF_QUERIES = Set.of(
            ErrorCode.DELETE_CONFLICT,
            ErrorCode.ENTITY_ALREADY_EXISTS,
            ErrorCode.EXPIRED_WEB_IDENTITY,
            ErrorCode.IDP_COMMUNICATION_ERROR,
            ErrorCode.IDP_REJECTED_CLAIM,
            ErrorCode.INVALID_IDENTITY_TOKEN,
            ErrorCode.INVALID_INPUT,
            ErrorCode.NO_SUCH_ENTITY,
            ErrorCode.PACKED_POLICY_TOO_LARGE,
            ErrorCode.POLICY_NOT_ATTACHABLE,
            ErrorCode.UNMODIFIABLE_ENTITY);

    private final Map<String, SdkOperation> sdk = SdkOperation.all();

    @Test
    void knowsTheOperationsThatTheSdkKnows() {
        assertThat(OperationNames.ALL)
                .containsExactlyInAnyOrderElementsOf(sdk.keySet())
                .hasSize(56);
    }

    @Test
    void operationsHaveTheSdksNames() {
        assertThat(BuiltOperation.all()).extracting(BuiltOperation::name).isSubsetOf(sdk.keySet());
    }

    @Test
    void requestsAndResponsesAreThoseOfTheSdk() {
        List<String> differences = new ArrayList<>();
        for (BuiltOperation built : BuiltOperation.all()) {
            SdkOperation theirs = sdk.get(built.name());
            differences.addAll(SdkComparison.ofRequest(built.name(), built.request(), theirs.request()));
            differences.addAll(SdkComparison.ofResponse(built.name(), built.response(), theirs.response()));
        }

        assertThat(differences).isEmpty();
    }

    @Test
    void errorsAreThoseOfTheSdkAndTheCommonOnes() throws Exception {
        Set<String> modelled = modelledErrors();

        Set<String> ours = Arrays.stream(ErrorCode.values())
                .filter(code -> !COMMON_ERRORS.contains(code) && !ERRORS_OF_QUERIES.contains(code))
                .map(code -> code.wireName().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());

        assertThat(ours).isEqualTo(modelled);
    }

    /** Names of the exception classes, in lower case: the SDK spells KMSInternalException in its own way. */
    private static Set<String> modelledErrors() throws Exception {
        URI jar = URI.create("jar:"
                + KmsException.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
        String model = KmsException.class.getPackageName().replace('.', '/');
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of());
                Stream<Path> classes = Files.list(files.getPath(model))) {
            return classes.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith("Exception.class") && !name.equals("KmsException.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }
    }

    /** While this holds, the comparison may do without EncapsulationAlgorithms in answers. */
    @Test
    void noKeyIsOfAnMlKemSpecYet() {
        assertThat(KeySpec.values())
                .filteredOn(KeySpec::isBuilt)
                .noneMatch(spec -> spec.mayBeUsedFor(KeyUsage.ENCAPSULATE_DECAPSULATE));
    }

    record GoodRequest(
            String keyId,
            SecretBytes plaintext,
            Map<String, String> encryptionContext,
            List<String> grantTokens,
            @OneOf(Algorithm.class) String encryptionAlgorithm,
            Boolean dryRun) {}

    record BadRequest(
            Integer keyId,
            Blob plaintext,
            List<String> encryptionContext,
            String encryptionAlgorithm,
            Boolean dryRun,
            @OneOf(KeyUsage.class) List<String> grantTokens,
            String extra) {}

    record BadResponse(@OneOf(KeyUsage.class) String encryptionAlgorithm, Blob ciphertextBlob) {}

    enum Algorithm {
        SYMMETRIC_DEFAULT,
        RSAES_OAEP_SHA_1,
        RSAES_OAEP_SHA_256
    }

    @Test
    void theComparisonPassesWhatIsRight() {
        assertThat(SdkComparison.ofRequest(
                        "Encrypt", GoodRequest.class, sdk.get("Encrypt").request()))
                .isEmpty();
    }

    @Test
    void theComparisonNamesOperationAndMember() {
        assertThat(SdkComparison.ofRequest(
                        "Encrypt", BadRequest.class, sdk.get("Encrypt").request()))
                .containsExactlyInAnyOrder(
                        "Encrypt request: member KeyId is INTEGER here, TEXT in the SDK",
                        "Encrypt request: member Plaintext is sensitive in the SDK",
                        "Encrypt request: member EncryptionContext is ListOf[item=TEXT] here, TextMap[] in the SDK",
                        "Encrypt request: member EncryptionAlgorithm has no @OneOf here, the SDK takes"
                                + " [RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256, SM2PKE, SYMMETRIC_DEFAULT]",
                        "Encrypt request: member GrantTokens has values that the SDK does not: [ENCAPSULATE_DECAPSULATE,"
                                + " ENCRYPT_DECRYPT, GENERATE_VERIFY_MAC, KEY_AGREEMENT, SIGN_VERIFY]",
                        "Encrypt request: the SDK has no member Extra");
        assertThat(SdkComparison.ofResponse(
                        "Encrypt", BadResponse.class, sdk.get("Encrypt").response()))
                .containsExactlyInAnyOrder(
                        "Encrypt response: member KeyId is missing here",
                        "Encrypt response: member EncryptionAlgorithm lacks the values [RSAES_OAEP_SHA_1,"
                                + " RSAES_OAEP_SHA_256, SYMMETRIC_DEFAULT]",
                        "Encrypt response: member EncryptionAlgorithm has values that the SDK does not:"
                                + " [ENCAPSULATE_DECAPSULATE, ENCRYPT_DECRYPT, GENERATE_VERIFY_MAC, KEY_AGREEMENT,"
                                + " SIGN_VERIFY]");
    }
}
