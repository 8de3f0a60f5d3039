package io.claviger.operation.cryptography;

import io.claviger.common.Blob;
import io.claviger.key.CiphertextEnvelope;
import io.claviger.key.EncryptionAlgorithm;
import io.claviger.key.EncryptionContext;
import io.claviger.key.KeyUsage;
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
import io.claviger.operation.wire.AuditDefault;
import io.claviger.operation.wire.ItemLength;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.NotAudited;
import io.claviger.operation.wire.OneOf;
import io.claviger.operation.wire.Required;
import io.claviger.operation.wire.Size;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decrypts under one key and encrypts under another, without the plaintext leaving the key store. */
@Singleton
public final class ReEncrypt implements Operation<ReEncrypt.Request, ReEncrypt.Response> {
    private static final String FROM = "kms:ReEncryptFrom";
    private static final String TO = "kms:ReEncryptTo";

    private final KeyStore keyStore;

    public ReEncrypt(KeyStore keyStore) {
        this.keyStore = keyStore;
    }

    public record Request(
            @Length(min = 1, max = 6144) @NotAudited @Nullable
            Blob ciphertextBlob,

            @Nullable Map<String, String> sourceEncryptionContext,
            @Length(min = 1, max = 2048) @Nullable String sourceKeyId,
            @Required @Length(min = 1, max = 2048) String destinationKeyId,
            @Nullable Map<String, String> destinationEncryptionContext,

            @OneOf(EncryptionAlgorithm.class) @AuditDefault("SYMMETRIC_DEFAULT") @Nullable
            String sourceEncryptionAlgorithm,

            @OneOf(EncryptionAlgorithm.class) @AuditDefault("SYMMETRIC_DEFAULT") @Nullable
            String destinationEncryptionAlgorithm,

            @Size(max = 10) @ItemLength(min = 1, max = 8192) @NotAudited @Nullable
            List<String> grantTokens,

            @NotAudited @Nullable Boolean dryRun,

            @OneOf(DryRunModifier.class) @NotAudited @Nullable
            List<String> dryRunModifiers)
            implements HasGrantTokens, HasDryRun, HasEncryptionContext, HasEncryptionAlgorithm {
        @Override
        public @Nullable Map<String, String> encryptionContextFor(String action) {
            return action.equals(TO) ? destinationEncryptionContext : sourceEncryptionContext;
        }

        @Override
        public String encryptionAlgorithmFor(String action) {
            return SymmetricRules.effective(
                            action.equals(TO) ? destinationEncryptionAlgorithm : sourceEncryptionAlgorithm)
                    .name();
        }
    }

    public record Response(
            @Nullable Blob ciphertextBlob,
            String sourceKeyId,
            String keyId,
            EncryptionAlgorithm sourceEncryptionAlgorithm,
            EncryptionAlgorithm destinationEncryptionAlgorithm,
            @Nullable String sourceKeyMaterialId,
            @Nullable String destinationKeyMaterialId) {}

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
        SymmetricRules.checkLength(input.sourceEncryptionContext());
        SymmetricRules.checkLength(input.destinationEncryptionContext());
        SymmetricRules.checkCiphertextOrModifier(
                input.ciphertextBlob(), input.dryRunModifiers(), input.dryRun(), input.sourceKeyId(), "sourceKeyId");
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(
                new Locator.KeyOfCiphertext(input.ciphertextBlob(), input.sourceKeyId()),
                new Locator.KeyNamed(input.destinationKeyId(), Locator.Form.ANY_CROSS_ACCOUNT));
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission(FROM, 0), call.permission(TO, 1));
    }

    @Override
    public List<Guard> guards() {
        return List.of(
                Guard.state(StateRule.CRYPTOGRAPHIC),
                Guard.usage(KeyUsage.ENCRYPT_DECRYPT, "ReEncryptTo").onTarget(1));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        Request input = call.input();
        KmsKey source = call.key(0);
        KmsKey destination = call.key(1);
        SymmetricRules.requireEncryptionKey(source);
        EncryptionAlgorithm sourceAlgorithm = SymmetricRules.algorithm(input.sourceEncryptionAlgorithm(), source);
        EncryptionAlgorithm destinationAlgorithm =
                SymmetricRules.algorithm(input.destinationEncryptionAlgorithm(), destination);
        EncryptionContext sourceContext = SymmetricRules.context(input.sourceEncryptionContext());
        EncryptionContext destinationContext = SymmetricRules.context(input.destinationEncryptionContext());
        Response unfilled = new Response(
                null,
                source.arn().toString(),
                destination.arn().toString(),
                sourceAlgorithm,
                destinationAlgorithm,
                null,
                null);
        Blob ciphertext = input.ciphertextBlob();
        if (ciphertext == null || SymmetricRules.ignoresCiphertext(input.dryRunModifiers())) {
            // only a dry run comes here: the answer is thrown away
            return Uni.createFrom().item(Outcome.of(unfilled));
        }
        CiphertextEnvelope envelope = SymmetricRules.envelope(ciphertext, source);
        MaterialId sourceMaterial = envelope.header().materialId();
        return keyStore.reEncrypt(source, envelope, sourceContext, destination, destinationContext)
                .map(encrypted -> Outcome.of(new Response(
                                encrypted.ciphertext(),
                                unfilled.sourceKeyId(),
                                unfilled.keyId(),
                                sourceAlgorithm,
                                destinationAlgorithm,
                                sourceMaterial.value(),
                                encrypted.material().value()))
                        .withEventData("sourceKeyMaterialId", sourceMaterial)
                        .withEventData("destinationKeyMaterialId", encrypted.material()));
    }
}
