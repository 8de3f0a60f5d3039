package io.claviger.operation.cryptography;

import io.claviger.common.Blob;
import io.claviger.common.SecretBytes;
import io.claviger.key.EncryptionContext;
import io.claviger.key.KeyUsage;
import io.claviger.key.KmsKey;
import io.claviger.keystore.KeyStore;
import io.claviger.operation.Call;
import io.claviger.operation.Guard;
import io.claviger.operation.HasDryRun;
import io.claviger.operation.HasEncryptionAlgorithm;
import io.claviger.operation.HasEncryptionContext;
import io.claviger.operation.HasGrantTokens;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.RecipientInfo;
import io.claviger.operation.wire.ItemLength;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.NotAudited;
import io.claviger.operation.wire.OneOf;
import io.claviger.operation.wire.Range;
import io.claviger.operation.wire.Required;
import io.claviger.operation.wire.Size;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a data key and answers it in the clear and encrypted. */
@Singleton
public final class GenerateDataKey implements Operation<GenerateDataKey.Request, GenerateDataKey.Response> {
    private final KeyStore keyStore;

    public GenerateDataKey(KeyStore keyStore) {
        this.keyStore = keyStore;
    }

    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,
            @Nullable Map<String, String> encryptionContext,
            @OneOf(DataKeySpec.class) @Nullable String keySpec,
            @Range(min = 1, max = 1024) @Nullable Integer numberOfBytes,
            @NotAudited @Nullable RecipientInfo recipient,

            @Size(max = 10) @ItemLength(min = 1, max = 8192) @NotAudited @Nullable
            List<String> grantTokens,

            @NotAudited @Nullable Boolean dryRun)
            implements HasGrantTokens, HasDryRun, HasEncryptionContext, HasEncryptionAlgorithm {
        @Override
        public @Nullable Map<String, String> encryptionContextFor(String action) {
            return encryptionContext;
        }

        @Override
        public String encryptionAlgorithmFor(String action) {
            return SymmetricRules.effective(null).name();
        }
    }

    public record Response(
            Blob ciphertextBlob,
            @Nullable SecretBytes plaintext,
            String keyId,
            @Nullable Blob ciphertextForRecipient,
            String keyMaterialId) {}

    @Override
    public Class<Request> inputType() {
        return Request.class;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public void check(Request input) {
        SymmetricRules.checkLength(input.encryptionContext());
        DataKeySpec.requireOne(input.keySpec(), input.numberOfBytes());
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ANY_CROSS_ACCOUNT));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:GenerateDataKey", 0));
    }

    @Override
    public List<Guard> guards() {
        return List.of(Guard.usage(KeyUsage.ENCRYPT_DECRYPT, "GenerateDataKey"));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        Request input = call.input();
        KmsKey key = call.key();
        RecipientInfo.refuse(input.recipient());
        SymmetricRules.algorithm(null, key);
        EncryptionContext context = SymmetricRules.context(input.encryptionContext());
        int lengthBytes = DataKeySpec.lengthBytes(input.keySpec(), input.numberOfBytes());
        return keyStore.generateDataKey(key, lengthBytes, context)
                .map(dataKey -> Outcome.of(new Response(
                                dataKey.ciphertext(),
                                dataKey.plaintext(),
                                key.arn().toString(),
                                null,
                                dataKey.material().value()))
                        .withEventData("keyMaterialId", dataKey.material()));
    }
}
