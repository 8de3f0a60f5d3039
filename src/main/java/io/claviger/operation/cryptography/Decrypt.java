package io.claviger.operation.cryptography;

import io.claviger.common.Blob;
import io.claviger.common.SecretBytes;
import io.claviger.key.CiphertextEnvelope;
import io.claviger.key.EncryptionAlgorithm;
import io.claviger.key.EncryptionContext;
import io.claviger.key.KmsKey;
import io.claviger.key.MaterialId;
import io.claviger.key.StateRule;
import io.claviger.keystore.KeyStore;
import io.claviger.operation.Call;
import io.claviger.operation.DryRunModifier;
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
import io.claviger.operation.wire.AuditDefault;
import io.claviger.operation.wire.ItemLength;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.NotAudited;
import io.claviger.operation.wire.OneOf;
import io.claviger.operation.wire.Size;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decrypts a ciphertext; for a symmetric one the key is known from the ciphertext itself. */
@Singleton
public final class Decrypt implements Operation<Decrypt.Request, Decrypt.Response> {
    private final KeyStore keyStore;

    public Decrypt(KeyStore keyStore) {
        this.keyStore = keyStore;
    }

    public record Request(
            @Length(min = 1, max = 6144) @NotAudited @Nullable
            Blob ciphertextBlob,

            @Nullable Map<String, String> encryptionContext,

            @Size(max = 10) @ItemLength(min = 1, max = 8192) @NotAudited @Nullable
            List<String> grantTokens,

            @Length(min = 1, max = 2048) @Nullable String keyId,

            @OneOf(EncryptionAlgorithm.class) @AuditDefault("SYMMETRIC_DEFAULT") @Nullable
            String encryptionAlgorithm,

            @NotAudited @Nullable RecipientInfo recipient,
            @NotAudited @Nullable Boolean dryRun,

            @OneOf(DryRunModifier.class) @NotAudited @Nullable
            List<String> dryRunModifiers)
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

    public record Response(
            String keyId,
            @Nullable SecretBytes plaintext,
            EncryptionAlgorithm encryptionAlgorithm,
            @Nullable Blob ciphertextForRecipient,
            @Nullable String keyMaterialId) {}

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
        SymmetricRules.checkCiphertextOrModifier(
                input.ciphertextBlob(), input.dryRunModifiers(), input.dryRun(), input.keyId(), "keyId");
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.KeyOfCiphertext(input.ciphertextBlob(), input.keyId()));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:Decrypt", 0));
    }

    @Override
    public List<Guard> guards() {
        return List.of(Guard.state(StateRule.CRYPTOGRAPHIC));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        Request input = call.input();
        KmsKey key = call.key();
        RecipientInfo.refuse(input.recipient());
        SymmetricRules.requireEncryptionKey(key);
        EncryptionAlgorithm algorithm = SymmetricRules.algorithm(input.encryptionAlgorithm(), key);
        EncryptionContext context = SymmetricRules.context(input.encryptionContext());
        Blob ciphertext = input.ciphertextBlob();
        if (ciphertext == null || SymmetricRules.ignoresCiphertext(input.dryRunModifiers())) {
            // only a dry run comes here: the answer is thrown away
            return Uni.createFrom().item(Outcome.of(new Response(key.arn().toString(), null, algorithm, null, null)));
        }
        CiphertextEnvelope envelope = SymmetricRules.envelope(ciphertext, key);
        MaterialId material = envelope.header().materialId();
        return keyStore.decrypt(key, envelope, context)
                .map(plaintext -> Outcome.of(
                                new Response(key.arn().toString(), plaintext, algorithm, null, material.value()))
                        .withEventData("keyMaterialId", material));
    }
}
