package io.claviger.key;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.CanonicalBytes;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.common.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A grant on a key: it only ever allows, has no end of its own, and never changes.
 *
 * @param account of the key, as region and keyId are
 * @param retiring who may retire it; absent if nobody was named
 * @param operations each once, in the order given
 * @param name absent for a grant that is made anew by each request
 * @param issuer the account in which it was made
 */
public record Grant(
        AccountId account,
        Region region,
        KeyId keyId,
        GrantId id,
        GrantPrincipal grantee,
        @Nullable GrantPrincipal retiring,
        List<GrantOperation> operations,
        GrantConstraints constraints,
        @Nullable String name,
        AccountId issuer,
        Instant createdAt) {

    public Grant {
        operations = operations.stream().distinct().toList();
    }

    public Arn keyArn() {
        return Arn.key(region, account, keyId);
    }

    public Optional<GrantPrincipal> retiringPrincipal() {
        return Optional.ofNullable(retiring);
    }

    /**
     * What makes two named grants of a key one: the name and all parameters, without regard to the order of operations
     * and pairs. SHA-256 in lower-case hex; empty for a grant without a name, which is never the same as another.
     */
    public Optional<String> fingerprint() {
        if (name == null) {
            return Optional.empty();
        }
        CanonicalBytes bytes = new CanonicalBytes().field(name).field(issuer.value());
        add(bytes, grantee);
        add(bytes, retiring);
        List<String> names =
                operations.stream().map(GrantOperation::wireName).sorted().toList();
        bytes.number(names.size());
        names.forEach(bytes::field);
        add(bytes, constraints.equalPairs().map(GrantConstraints.Pair::sorted));
        add(bytes, constraints.subsetPairs().map(GrantConstraints.Pair::sorted));
        String source = constraints.sourceArn();
        bytes.field(source == null ? "" : source);
        return Optional.of(Sha256.hex(bytes.toBytes()));
    }

    private static void add(CanonicalBytes bytes, @Nullable GrantPrincipal principal) {
        bytes.field(principal == null ? "" : principal.identity())
                .oneByte(principal != null && principal.isService() ? 1 : 0);
    }

    private static void add(CanonicalBytes bytes, Optional<List<GrantConstraints.Pair>> pairs) {
        bytes.number(pairs.map(List::size).orElse(-1));
        pairs.ifPresent(
                all -> all.forEach(pair -> bytes.field(pair.foldedName()).field(pair.value())));
    }
}
