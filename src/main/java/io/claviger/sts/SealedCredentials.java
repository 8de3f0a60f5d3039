package io.claviger.sts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.claviger.authn.Caller;
import io.claviger.authn.Credential;
import io.claviger.authn.SessionCredentials;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.Sha256;
import io.claviger.crypto.RandomSource;
import io.claviger.crypto.aes.OneTimeKeyAead;
import io.claviger.iam.EntityKind;
import io.claviger.iam.User;
import io.claviger.keystore.Workers;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Temporary credentials from their tokens. What was opened is kept for a bounded time by the hash of the token, so that
 * the next call costs a hash; the role or user is looked up each time.
 */
public final class SealedCredentials implements SessionCredentials {
    private final SessionTokens tokens;
    private final Storage storage;
    private final Workers workers;
    private final Cache<String, Opened> opened;

    /** A token that was opened for this access key. */
    private record Opened(String accessKeyId, SealedSession content) {}

    public SealedCredentials(
            SessionKeys keys,
            OneTimeKeyAead aead,
            Storage storage,
            Workers workers,
            RandomSource random,
            int maxTokens,
            Duration maxAge) {
        this.tokens = new SessionTokens(keys, aead, random);
        this.storage = storage;
        this.workers = workers;
        this.opened = Caffeine.newBuilder()
                .maximumSize(maxTokens)
                .expireAfterWrite(maxAge)
                .build();
    }

    @Override
    public Uni<Optional<Credential>> open(String accessKeyId, String token, Instant now) {
        if (token.length() > SessionTokens.MAX_LENGTH) {
            return Uni.createFrom().item(Optional.empty());
        }
        return content(accessKeyId, token).flatMap(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(Optional.empty());
            }
            SealedSession content = found.get();
            if (!now.isBefore(content.session().expiresAt())) {
                throw new KmsException(
                        ErrorCode.EXPIRED_TOKEN, "The security token included in the request is expired");
            }
            return principal(content)
                    .map(known -> known.map(
                            principal -> new Credential(accessKeyId, content.secret(), principal, content.session())));
        });
    }

    private Uni<Optional<SealedSession>> content(String accessKeyId, String token) {
        String hash = Sha256.hex(token.getBytes(StandardCharsets.UTF_8));
        Opened known = opened.getIfPresent(hash);
        if (known != null) {
            return Uni.createFrom()
                    .item(known.accessKeyId().equals(accessKeyId) ? Optional.of(known.content()) : Optional.empty());
        }
        return workers.run(Workers.Pool.CRYPTO, () -> tokens.open(token, accessKeyId))
                .invoke(found -> found.ifPresent(content -> opened.put(hash, new Opened(accessKeyId, content))));
    }

    /** Empty for whom there is no more. */
    private Uni<Optional<Caller.Principal>> principal(SealedSession content) {
        return switch (content.kind()) {
            case USER ->
                storage.findEntity(EntityKind.USER, content.account(), content.uniqueId())
                        .map(found -> found.filter(User::isEnabled).map(user -> Caller.User.of(user)));
            case ROLE ->
                storage.findEntity(EntityKind.ROLE, content.account(), content.uniqueId())
                        .map(found -> found.map(role -> Caller.RoleSession.of(role, content.sessionName())));
        };
    }
}
