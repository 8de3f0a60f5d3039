package io.claviger.operation.cryptography;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import io.claviger.keystore.KeyStore;
import io.claviger.operation.Call;
import io.claviger.operation.Locator;
import io.claviger.operation.Operation;
import io.claviger.operation.Outcome;
import io.claviger.operation.Permission;
import io.claviger.operation.RecipientInfo;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.NotAudited;
import io.claviger.operation.wire.Range;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers random bytes; no key is involved. */
@Singleton
public final class GenerateRandom implements Operation<GenerateRandom.Request, GenerateRandom.Response> {
    private final KeyStore keyStore;

    public GenerateRandom(KeyStore keyStore) {
        this.keyStore = keyStore;
    }

    public record Request(
            @Range(min = 1, max = 1024) @Nullable Integer numberOfBytes,
            @Length(min = 1, max = 64) @Nullable String customKeyStoreId,
            @NotAudited @Nullable RecipientInfo recipient) {}

    public record Response(
            @Nullable SecretBytes plaintext, @Nullable Blob ciphertextForRecipient) {}

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
        if (input.numberOfBytes() == null) {
            throw new KmsException(ErrorCode.VALIDATION, "NumberOfBytes is required.");
        }
    }

    @Override
    public List<Locator> locate(Request input) {
        return List.of(new Locator.Account());
    }

    @Override
    public List<Permission> permissions(Call<Request> call) {
        return List.of(call.permission("kms:GenerateRandom", 0));
    }

    @Override
    public Uni<Outcome<Response>> execute(Call<Request> call) {
        Request input = call.input();
        RecipientInfo.refuse(input.recipient());
        if (input.customKeyStoreId() != null) {
            // no custom key store exists in this deployment
            throw new KmsException(
                    ErrorCode.CUSTOM_KEY_STORE_NOT_FOUND,
                    "Custom key store " + input.customKeyStoreId() + " is not found.");
        }
        Integer lengthBytes = input.numberOfBytes();
        if (lengthBytes == null) {
            throw new BugException("checked before");
        }
        return keyStore.random(lengthBytes).map(bytes -> Outcome.of(new Response(bytes, null)));
    }
}
