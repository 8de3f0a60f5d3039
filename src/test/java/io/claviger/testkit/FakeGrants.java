package io.claviger.testkit;

import io.claviger.common.AccountId;
import io.claviger.common.KeyId;
import io.claviger.common.Region;
import io.claviger.key.Grant;
import io.claviger.key.GrantId;
import io.claviger.key.GrantLead;
import io.claviger.key.GrantOperation;
import io.claviger.key.GrantToken;
import io.claviger.storage.GrantFilter;
import io.claviger.storage.GrantSearch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The grants of {@link FakeTables}, by key, then by id. */
final class FakeGrants {
    private final Map<List<Object>, Map<GrantId, Grant>> byKey = new LinkedHashMap<>();

    FakeGrants() {}

    FakeGrants(FakeGrants other) {
        other.byKey.forEach((key, grants) -> byKey.put(key, new LinkedHashMap<>(grants)));
    }

    /** Whether it was possible. */
    boolean create(Grant grant) {
        Map<GrantId, Grant> grants = byKey.computeIfAbsent(keyOf(grant), absent -> new LinkedHashMap<>());
        boolean isSame = grant.fingerprint().isPresent()
                && grants.values().stream()
                        .anyMatch(other -> other.fingerprint().equals(grant.fingerprint()));
        return !isSame && grants.putIfAbsent(grant.id(), grant) == null;
    }

    /** Whether it was there. */
    boolean delete(Grant grant) {
        Map<GrantId, Grant> grants = byKey.get(keyOf(grant));
        return grants != null && grants.remove(grant.id()) != null;
    }

    Stream<Grant> ofKey(AccountId account, Region region, KeyId key) {
        return byKey.getOrDefault(List.of(account, region, key), Map.of()).values().stream();
    }

    Optional<Grant> find(AccountId account, Region region, KeyId key, GrantId id) {
        return Optional.ofNullable(
                byKey.getOrDefault(List.of(account, region, key), Map.of()).get(id));
    }

    Optional<Grant> findLike(AccountId account, Region region, KeyId key, String fingerprint) {
        return ofKey(account, region, key)
                .filter(grant -> grant.fingerprint().equals(Optional.of(fingerprint)))
                .findFirst();
    }

    List<Grant> find(GrantSearch search) {
        List<Grant> found = new ArrayList<>();
        search.identities().stream()
                .distinct()
                .forEach(identity ->
                        search.leads().stream().distinct().forEach(lead -> found.addAll(find(search, identity, lead))));
        return found;
    }

    /** As little as is promised, so that a caller who needs more is found out. */
    private List<Grant> find(GrantSearch search, String identity, GrantLead lead) {
        GrantOperation operation = search.operation();
        boolean isOneEnough = lead.isExact() && operation != GrantOperation.CREATE_GRANT;
        return ofKey(search.account(), search.region(), search.keyId())
                .filter(grant -> grant.grantee().identity().equals(identity))
                .filter(grant -> grant.operations().contains(operation))
                .filter(grant -> GrantLead.of(grant.constraints(), operation).equals(lead))
                .limit(isOneEnough ? 1 : Long.MAX_VALUE)
                .toList();
    }

    Stream<Grant> matching(AccountId account, Region region, KeyId key, GrantFilter filter) {
        return ofKey(account, region, key)
                .filter(grant -> filter.id() == null || filter.id().equals(grant.id()))
                .filter(grant -> filter.granteeIdentity() == null
                        || filter.granteeIdentity().equals(grant.grantee().identity()));
    }

    Stream<Grant> retirable(Region region, String identity) {
        return byKey.values().stream()
                .flatMap(grants -> grants.values().stream())
                .filter(grant -> grant.region().equals(region))
                .filter(grant -> grant.retiringPrincipal()
                        .filter(principal -> principal.identity().equals(identity))
                        .isPresent());
    }

    /** In its order grants are listed. */
    static String order(Grant grant) {
        return order(GrantToken.of(grant));
    }

    static @Nullable String orderOf(@Nullable GrantToken last) {
        return last == null ? null : order(last);
    }

    private static String order(GrantToken place) {
        return place.account() + " " + place.keyId() + " " + place.grantId();
    }

    private static List<Object> keyOf(Grant grant) {
        return List.of(grant.account(), grant.region(), grant.keyId());
    }
}
