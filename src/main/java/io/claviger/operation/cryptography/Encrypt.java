package io.claviger.operation.cryptography;

import io.claviger.common.Blob;
import io.claviger.common.SecretBytes;
import io.claviger.key.EncryptionAlgorithm;
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
import io.claviger.operation.wire.AuditDefault;
import io.claviger.operation.wire.ItemLength;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.NotAudited;
import io.claviger.operation.wire.OneOf;
import io.claviger.operation.wire.Required;
import io.claviger.operation.wire.Sensitive;
import io.claviger.operation.wire.Size;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encrypts up to 4,096 bytes under a key. */
@Singleton
public final class Encrypt implements Operation<Encrypt.Request, Encrypt.Response> {
    private final KeyStore keyStore;

    public Encrypt(KeyStore keyStore) {
        this.keyStore = keyStore;
    }

    public record Request(
            @Required @Length(min = 1, max = 2048) String keyId,

            @Required @Length(min = 1, max = 4096) @Sensitive
            SecretBytes plaintext,

            @Nullable Map<String, String> encryptionContext,

            @Size(max = 10) @ItemLength(min = 1, max = 8192) @NotAudited @Nullable
            List<String> grantTokens,

            @OneOf(EncryptionAlgorithm.class) @AuditDefault("SYMMETRIC_DEFAULT") @Nullable
            String encryptionAlgorithm,

            @NotAudited @Nullable Boolean dryRun)
            implements HasGrantTokens, HasDryRun, HasEncryptionContext, HasEncryptionAlgorithm {
        @Override
        public @Nullable Map<String, String> encryptionContextFor(String action) {
            return encryptionContext;
        }

        @Override
        public String encryptionAlgorithmFor(String action) {
            return SymmetricRules.effective(encryptionAlgorithm).name();
        }
    }

    public record Response(Blob ciphertextBlob, String keyId, EncryptionAlgorithm encryptionAlgorithm) {}

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
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.KeyNamed(input.keyId(), Locator.Form.ANY_CROSS_ACCOUNT));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:Encrypt", 0));
    }

    @Override
    public List<Guard> guards() {
        return List.of(Guard.usage(KeyUsage.ENCRYPT_DECRYPT, "Encrypt"));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        Request input = call.input();
        KmsKey key = call.key();
        EncryptionAlgorithm algorithm = SymmetricRules.algorithm(input.encryptionAlgorithm(), key);
        EncryptionContext context = SymmetricRules.context(input.encryptionContext());
        return keyStore.encrypt(key, input.plaintext(), context)
                .map(encrypted -> Outcome.of(
                                new Response(encrypted.ciphertext(), key.arn().toString(), algorithm))
                        .withEventData("keyMaterialId", encrypted.material()));
    }
}
