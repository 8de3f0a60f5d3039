package io.claviger.pipeline;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Blob;
import io.claviger.common.ErrorCode;
import io.claviger.common.KeyId;
import io.claviger.common.KmsException;
import io.claviger.common.Region;
import io.claviger.key.Alias;
import io.claviger.key.CiphertextEnvelope;
import io.claviger.key.CiphertextHeader;
import io.claviger.key.GrantId;
import io.claviger.key.GrantToken;
import io.claviger.key.KmsKey;
import io.claviger.operation.GrantTokens;
import io.claviger.operation.Locator;
import io.claviger.operation.Target;
import io.claviger.storage.Storage;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a request names (operations.md, section 1). A name of the caller's own account that leads nowhere is a
 * NotFoundException; one of another account becomes {@link Target.UnavailableKey}, so that its existence does not show.
 */
public final class KeyResolver {
    private final Storage storage;

    public KeyResolver(Storage storage) {
        this.storage = storage;
    }

    /** The targets in the order of the locators; the first that fails decides. */
    public Uni<List<Target>> resolve(List<Locator> locators, AccountId account, Region region) {
        if (locators.size() == 1) {
            return resolve(locators.getFirst(), account, region).map(List::of);
        }
        Uni<List<Target>> all = Uni.createFrom().item(new ArrayList<>(locators.size()));
        for (Locator locator : locators) {
            all = all.flatMap(found -> resolve(locator, account, region).map(target -> {
                found.add(target);
                return found;
            }));
        }
        return all;
    }

    private Uni<Target> resolve(Locator locator, AccountId account, Region region) {
        return switch (locator) {
            case Locator.KeyNamed named -> named(named.identifier(), named.form(), account, region);
            case Locator.KeyOfCiphertext ciphertext -> ofCiphertext(ciphertext, account, region);
            case Locator.AliasNamed alias ->
                alias(account, region, alias.name())
                        .map(found ->
                                new Target.AliasName(Arn.alias(region, account, alias.name()), found.orElse(null)));
            case Locator.KeyOfAlias alias -> ofAlias(account, region, alias.name(), null, true);
            case Locator.GrantOfToken token -> ofToken(token.token(), region);
            case Locator.GrantOfKey grant ->
                named(grant.identifier(), Locator.Form.ID_CROSS_ACCOUNT, account, region)
                        .flatMap(target -> withGrant(target, new GrantId(grant.grantId()), account));
            case Locator.Principal principal ->
                Uni.createFrom().item(new Target.Principal(principal.name(), owner(principal.name())));
            case Locator.Deployment _ -> Uni.createFrom().item(new Target.Deployment());
            case Locator.Account _ -> Uni.createFrom().item(new Target.Account());
        };
    }

    private Uni<Target> named(String identifier, Locator.Form form, AccountId account, Region region) {
        if (identifier.startsWith("arn:")) {
            return byArn(identifier, form, account, region);
        }
        if (identifier.startsWith(Alias.PREFIX)) {
            requireAliases(form);
            return ofAlias(account, region, identifier, identifier, true);
        }
        if (!KeyId.isValid(identifier)) {
            throw invalidKeyId(identifier);
        }
        return byId(account, region, new KeyId(identifier), null, true);
    }

    private Uni<Target> byArn(String identifier, Locator.Form form, AccountId caller, Region region) {
        Arn arn = Arn.parse(identifier)
                .filter(parsed -> "kms".equals(parsed.service()) && AccountId.isValid(parsed.account()))
                .orElseThrow(() -> invalidKeyId(identifier));
        boolean isAlias = arn.resource().startsWith(Alias.PREFIX);
        if (isAlias) {
            requireAliases(form);
        }
        if (!arn.partition().equals(Arn.PARTITION)) {
            throw new KmsException(ErrorCode.NOT_FOUND, "Invalid arn " + arn.partition());
        }
        if (!arn.region().equals(region.value())) {
            throw new KmsException(ErrorCode.NOT_FOUND, "Invalid arn " + arn.region());
        }
        AccountId owner = new AccountId(arn.account());
        boolean isOwn = owner.equals(caller);
        if (!isOwn && !form.isCrossAccount()) {
            return Uni.createFrom().item(new Target.UnavailableKey(true));
        }
        if (isAlias) {
            return ofAlias(owner, region, arn.resource(), arn.resource(), isOwn);
        }
        String prefix = "key/";
        String id = arn.resource().startsWith(prefix) ? arn.resource().substring(prefix.length()) : "";
        if (!KeyId.isValid(id)) {
            throw invalidKeyId(identifier);
        }
        return byId(owner, region, new KeyId(id), null, isOwn);
    }

    /** Any text may come as a name; one that no alias can have is not asked for. */
    private Uni<Optional<Alias>> alias(AccountId account, Region region, String name) {
        return name.chars().anyMatch(Character::isISOControl)
                ? Uni.createFrom().item(Optional.empty())
                : storage.findAlias(account, region, name);
    }

    private Uni<Target> ofAlias(
            AccountId account, Region region, String name, @Nullable String requestAlias, boolean isOwn) {
        return alias(account, region, name).flatMap(found -> {
            if (found.isPresent()) {
                return byId(account, region, found.get().target(), requestAlias, isOwn);
            }
            if (isOwn) {
                throw new KmsException(
                        ErrorCode.NOT_FOUND, "Alias " + Arn.alias(region, account, name) + " is not found.");
            }
            return Uni.createFrom().item(new Target.UnavailableKey(true));
        });
    }

    private Uni<Target> byId(AccountId account, Region region, KeyId id, @Nullable String requestAlias, boolean isOwn) {
        return storage.findKey(account, region, id).map(found -> {
            if (found.isPresent()) {
                return new Target.Key(found.get(), requestAlias);
            }
            if (isOwn) {
                throw new KmsException(
                        ErrorCode.NOT_FOUND, "Key '" + Arn.key(region, account, id) + "' does not exist");
            }
            return new Target.UnavailableKey(true);
        });
    }

    private Uni<Target> ofCiphertext(Locator.KeyOfCiphertext locator, AccountId account, Region region) {
        Optional<CiphertextHeader> header = header(locator.ciphertext());
        String identifier = locator.identifier();
        if (identifier != null) {
            // a bare key id is enough even for a key of another account, when the ciphertext says whose it is
            AccountId owner = header.filter(known -> known.keyId().value().equals(identifier))
                    .map(CiphertextHeader::account)
                    .orElse(account);
            return owner.equals(account)
                    ? named(identifier, Locator.Form.ANY_CROSS_ACCOUNT, account, region)
                    : byId(owner, region, new KeyId(identifier), null, false);
        }
        CiphertextHeader known = header.orElseThrow(() -> new KmsException(ErrorCode.INVALID_CIPHERTEXT));
        if (!known.keyId().isMultiRegion() && !known.region().equals(region)) {
            return Uni.createFrom().item(new Target.UnavailableKey(false));
        }
        return storage.findKey(known.account(), region, known.keyId())
                .map(found -> found.<Target>map(key -> new Target.Key(key, null, false, null))
                        .orElseGet(() -> new Target.UnavailableKey(false)));
    }

    private Uni<Target> ofToken(String text, Region region) {
        GrantToken token = GrantToken.parse(text)
                .filter(parsed -> parsed.region().equals(region))
                .orElseThrow(GrantTokens::invalid);
        return storage.findGrant(token.account(), token.region(), token.keyId(), token.grantId())
                .flatMap(grant -> grant.isEmpty()
                        ? Uni.createFrom().failure(GrantTokens::invalid)
                        : storage.findKey(token.account(), token.region(), token.keyId())
                                .map(key -> new Target.Key(
                                        key.orElseThrow(GrantTokens::invalid), null, true, grant.get())));
    }

    private Uni<Target> withGrant(Target target, GrantId id, AccountId caller) {
        if (!(target instanceof Target.Key found)) {
            return Uni.createFrom().item(target);
        }
        KmsKey key = found.key();
        return storage.findGrant(key.account(), key.region(), key.id(), id).map(grant -> {
            if (grant.isPresent()) {
                return new Target.Key(key, null, true, grant.get());
            }
            if (key.account().equals(caller)) {
                throw new KmsException(ErrorCode.NOT_FOUND, "Grant ID " + id + " not found");
            }
            return new Target.UnavailableKey(true);
        });
    }

    private static @Nullable AccountId owner(String principal) {
        return Arn.parse(principal)
                .map(Arn::account)
                .filter(AccountId::isValid)
                .map(AccountId::new)
                .orElse(null);
    }

    private static Optional<CiphertextHeader> header(@Nullable Blob ciphertext) {
        return ciphertext == null
                ? Optional.empty()
                : CiphertextEnvelope.parse(ciphertext.toByteArray()).map(CiphertextEnvelope::header);
    }

    private static void requireAliases(Locator.Form form) {
        if (!form.takesAliases()) {
            throw new KmsException(ErrorCode.INVALID_ARN, "Key Aliases are not supported for this operation.");
        }
    }

    private static KmsException invalidKeyId(String identifier) {
        return new KmsException(ErrorCode.NOT_FOUND, "Invalid keyId '" + identifier + "'");
    }
}
