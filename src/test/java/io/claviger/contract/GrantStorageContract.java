package io.claviger.contract;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.NOW;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static io.claviger.testkit.StorageSamples.OTHER_REGION;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.anyBlock;
import static io.claviger.testkit.StorageSamples.block;
import static io.claviger.testkit.StorageSamples.grant;
import static io.claviger.testkit.StorageSamples.grantId;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static io.claviger.testkit.StorageSamples.keyId;
import static io.claviger.testkit.StorageSamples.principal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.audit.chain.Block;
import io.claviger.common.AccountId;
import io.claviger.key.Grant;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantId;
import io.claviger.key.GrantLead;
import io.claviger.key.GrantOperation;
import io.claviger.key.GrantPrincipal;
import io.claviger.key.GrantToken;
import io.claviger.key.KmsKey;
import io.claviger.storage.Change;
import io.claviger.storage.GrantFilter;
import io.claviger.storage.GrantSearch;
import io.claviger.storage.Storage;
import io.claviger.storage.Storage.EpochChange;
import io.claviger.storage.StorageConflictException;
import io.claviger.storage.Subject;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every adapter of {@link Storage} promises of grants: a part of {@link StorageContract}. */
public abstract class GrantStorageContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final GrantConstraints NONE = GrantConstraints.NONE;

    /** The adapter under test, which is empty at the beginning of each test. */
    protected abstract Storage storage();

    @Test
    void grantIsReadAsItWasCreated() {
        Grant created = richGrant(1);
        commit(keyCreated(key(1)));

        commit(new Change.GrantCreated(created));

        assertFoundEverywhere(created);
        assertThat(await(storage().findGrantLike(ACCOUNT, REGION, keyId(1), fingerprint(created))))
                .contains(created);
        assertThat(await(storage().listRetirableGrants(REGION, "AROARETIRER:session", null, 10))
                        .items())
                .containsExactly(created);
    }

    @Test
    void grantWithoutOptionalPartsIsReadAsItWasCreated() {
        Grant created = grant(key(1), 1, "AIDA1", NONE, GrantOperation.DECRYPT);
        commit(keyCreated(key(1)));

        commit(new Change.GrantCreated(created));

        assertFoundEverywhere(created);
    }

    @Test
    void serviceAsRetiringPrincipalIsReadAsItWasCreated() {
        Grant created = retirableBy(
                grant(key(1), 1, "AIDA1", NONE, GrantOperation.DECRYPT), GrantPrincipal.service("rds.amazonaws.com"));
        commit(keyCreated(key(1)));

        commit(new Change.GrantCreated(created));

        assertFoundEverywhere(created);
    }

    @Test
    void constraintsWithoutPairsAreNotAbsent() {
        Grant created = grant(
                key(1), 1, "AIDA1", new GrantConstraints(Map.of(), Map.of(), null), GrantOperation.GENERATE_DATA_KEY);
        commit(keyCreated(key(1)));

        commit(new Change.GrantCreated(created));

        assertFoundEverywhere(created);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "\u00fc", "\u4e2d", "\ud83d\udd11", "\"", "\\", "\n", "\u0000", "\u2028", "'", "%", " "})
    void constraintsTakeAnyText(String character) {
        String text = character.repeat(384 / character.length());
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put(text, "first");
        pairs.put("second", text);
        pairs.put("", "");
        Grant created = grant(key(1), 1, "AIDA1", new GrantConstraints(pairs, pairs, text), GrantOperation.DECRYPT);
        commit(keyCreated(key(1)));

        commit(new Change.GrantCreated(created));

        assertFoundEverywhere(created);
        GrantConstraints found = stored(created).constraints();
        assertThat(found.equalPairs().orElseThrow().keySet()).containsExactly(text, "second", "");
        assertThat(found.subsetPairs().orElseThrow().keySet()).containsExactly(text, "second", "");
    }

    @Test
    void grantOfAMissingKeyConflicts() {
        assertConflict(new Change.GrantCreated(grant(key(1), 1, "AIDA1", NONE, GrantOperation.DECRYPT)));
    }

    @Test
    void grantIdIsUsedOnceInAKey() {
        commit(keyCreated(key(1)), keyCreated(key(2)));
        commit(new Change.GrantCreated(grant(key(1), 1, "AIDA1", NONE, GrantOperation.DECRYPT)));

        assertConflict(new Change.GrantCreated(grant(key(1), 1, "AIDA2", NONE, GrantOperation.ENCRYPT)));

        Grant ofOtherKey = grant(key(2), 1, "AIDA1", NONE, GrantOperation.DECRYPT);
        commit(new Change.GrantCreated(ofOtherKey));
        assertFoundEverywhere(ofOtherKey);
    }

    @Test
    void namedGrantIsCreatedOnceInAKey() {
        Grant first = named("n", grant(key(1), 1, "AIDA1", NONE, GrantOperation.DECRYPT));
        Grant otherName = named("m", grant(key(1), 3, "AIDA1", NONE, GrantOperation.DECRYPT));
        Grant ofOtherKey = named("n", grant(key(2), 4, "AIDA1", NONE, GrantOperation.DECRYPT));
        commit(keyCreated(key(1)), keyCreated(key(2)));
        commit(new Change.GrantCreated(first));

        assertConflict(new Change.GrantCreated(named("n", grant(key(1), 2, "AIDA1", NONE, GrantOperation.DECRYPT))));

        commit(new Change.GrantCreated(otherName), new Change.GrantCreated(ofOtherKey));
        assertThat(await(storage().findGrantLike(ACCOUNT, REGION, keyId(1), fingerprint(first))))
                .contains(first);
        assertThat(await(storage().findGrantLike(ACCOUNT, REGION, keyId(1), fingerprint(otherName))))
                .contains(otherName);
        assertThat(await(storage().findGrantLike(ACCOUNT, REGION, keyId(2), fingerprint(ofOtherKey))))
                .contains(ofOtherKey);
        assertThat(await(storage().findGrantLike(ACCOUNT, REGION, keyId(2), fingerprint(otherName))))
                .isEmpty();
        assertThat(await(storage().findGrantLike(ACCOUNT, OTHER_REGION, keyId(1), fingerprint(first))))
                .isEmpty();
    }

    @Test
    void grantWithoutANameIsCreatedAsOftenAsWanted() {
        commit(keyCreated(key(1)));

        commit(
                new Change.GrantCreated(grant(key(1), 1, "AIDA1", NONE, GrantOperation.DECRYPT)),
                new Change.GrantCreated(grant(key(1), 2, "AIDA1", NONE, GrantOperation.DECRYPT)));

        assertThat(list(GrantFilter.ALL, null, 10)).hasSize(2);
    }

    @Test
    void ofSameNamedGrantsMadeAtOnceOneIsCreated() {
        commit(keyCreated(key(1)));
        AtomicInteger wins = new AtomicInteger();
        AtomicInteger conflicts = new AtomicInteger();

        List<Uni<Void>> commits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Grant same = named("n", grant(key(1), i, "AIDA1", NONE, GrantOperation.DECRYPT));
            commits.add(storage()
                    .commit(List.of(new Change.GrantCreated(same)), anyBlock())
                    .invoke(wins::incrementAndGet)
                    .replaceWithVoid()
                    .onFailure(StorageConflictException.class)
                    .recoverWithUni(() ->
                            Uni.createFrom().item(conflicts::incrementAndGet).replaceWithVoid()));
        }
        await(Uni.join().all(commits).andCollectFailures());

        assertThat(wins).hasValue(1);
        assertThat(conflicts).hasValue(19);
        assertThat(list(GrantFilter.ALL, null, 10)).hasSize(1);
    }

    @Test
    void deletedGrantIsGoneEverywhere() {
        Grant deleted = richGrant(1);
        Grant left = grant(key(1), 2, "AIDA2", NONE, GrantOperation.DECRYPT);
        commit(keyCreated(key(1)));
        commit(new Change.GrantCreated(deleted), new Change.GrantCreated(left));
        assertFoundEverywhere(deleted);

        commit(new Change.GrantDeleted(deleted));

        assertThat(await(storage().findGrant(ACCOUNT, REGION, keyId(1), deleted.id())))
                .isEmpty();
        assertThat(await(storage().findGrantLike(ACCOUNT, REGION, keyId(1), fingerprint(deleted))))
                .isEmpty();
        assertThat(found(deleted, GrantOperation.DECRYPT)).isEmpty();
        assertThat(list(GrantFilter.ALL, null, 10)).containsExactly(left);
        assertThat(await(storage().listRetirableGrants(REGION, "AROARETIRER:session", null, 10))
                        .items())
                .isEmpty();
        assertThat(await(storage().countGrants(ACCOUNT, REGION, keyId(1), 10))).isEqualTo(1);
    }

    @Test
    void grantIsDeletedOnceAndMayBeMadeAgain() {
        Grant grant = richGrant(1);
        commit(keyCreated(key(1)));
        assertConflict(new Change.GrantDeleted(grant));
        commit(new Change.GrantCreated(grant));
        commit(new Change.GrantDeleted(grant));

        assertConflict(new Change.GrantDeleted(grant));

        commit(new Change.GrantCreated(grant));
        assertFoundEverywhere(grant);
    }

    @Test
    void conflictLeavesNoGrantBehind() {
        Grant first = grant(key(1), 1, "AIDA1", NONE, GrantOperation.DECRYPT);
        Grant second = grant(key(1), 2, "AIDA1", NONE, GrantOperation.DECRYPT);
        commit(keyCreated(key(1)));

        assertThatThrownBy(() -> await(storage()
                        .commit(
                                List.of(
                                        new Change.GrantCreated(first),
                                        new Change.GrantCreated(second),
                                        new Change.GrantCreated(first)),
                                anyBlock())))
                .isInstanceOf(StorageConflictException.class);

        assertThat(list(GrantFilter.ALL, null, 10)).isEmpty();
        assertThat(found(first, GrantOperation.DECRYPT)).isEmpty();
    }

    @Test
    void searchFindsByIdentityOperationAndLead() {
        GrantConstraints tenant1 = subset("tenant", "1");
        GrantConstraints tenant2 = subset("tenant", "2");
        Grant free = grant(key(1), 1, "AIDA1", NONE, GrantOperation.DECRYPT, GrantOperation.ENCRYPT);
        Grant ofTenant1 = grant(key(1), 2, "AIDA1", tenant1, GrantOperation.DECRYPT);
        Grant ofTenant2 = grant(key(1), 3, "AIDA1", tenant2, GrantOperation.DECRYPT);
        Grant ofOther = grant(key(1), 4, "AIDA2", tenant1, GrantOperation.DECRYPT);
        Grant ofOtherKey = grant(key(2), 5, "AIDA1", NONE, GrantOperation.DECRYPT);
        commit(keyCreated(key(1)), keyCreated(key(2)));
        created(free, ofTenant1, ofTenant2, ofOther, ofOtherKey);
        GrantLead any = lead(NONE, GrantOperation.DECRYPT);
        GrantLead lead1 = lead(tenant1, GrantOperation.DECRYPT);
        GrantLead lead2 = lead(tenant2, GrantOperation.DECRYPT);

        assertThat(find(GrantOperation.DECRYPT, List.of("AIDA1"), any)).containsExactly(free);
        assertThat(find(GrantOperation.DECRYPT, List.of("AIDA1"), any, lead1, lead2))
                .containsExactlyInAnyOrder(free, ofTenant1, ofTenant2);
        assertThat(find(GrantOperation.DECRYPT, List.of("AIDA1", "AIDA2", "AIDA3"), any, lead1))
                .containsExactlyInAnyOrder(free, ofTenant1, ofOther);
        assertThat(find(GrantOperation.DECRYPT, List.of("AIDA2"), any, lead2)).isEmpty();
        assertThat(find(GrantOperation.ENCRYPT, List.of("AIDA1", "AIDA2"), any, lead1, lead2))
                .containsExactly(free);
        assertThat(find(GrantOperation.DESCRIBE_KEY, List.of("AIDA1"), any)).isEmpty();
    }

    @Test
    void grantIsFiledForEachOperationUnderTheLeadThatItHasThere() {
        Grant created =
                grant(key(1), 1, "AIDA1", subset("tenant", "1"), GrantOperation.DECRYPT, GrantOperation.DESCRIBE_KEY);
        commit(keyCreated(key(1)));
        created(created);

        assertThat(find(GrantOperation.DESCRIBE_KEY, List.of("AIDA1"), lead(NONE, GrantOperation.DESCRIBE_KEY)))
                .containsExactly(created);
        assertThat(find(GrantOperation.DECRYPT, List.of("AIDA1"), lead(NONE, GrantOperation.DECRYPT)))
                .isEmpty();
    }

    @Test
    void searchThatNamesAPairTwiceFindsAGrantOnce() {
        Grant created = grant(key(1), 1, "AIDA1", subset("tenant", "1"), GrantOperation.DECRYPT);
        GrantLead lead = lead(created.constraints(), GrantOperation.DECRYPT);
        commit(keyCreated(key(1)));
        created(created);

        assertThat(find(GrantOperation.DECRYPT, List.of("AIDA1", "AIDA1"), lead, lead))
                .containsExactly(created);
    }

    @Test
    void searchForNobodyOrUnderNoLeadFindsNothing() {
        commit(keyCreated(key(1)));
        created(grant(key(1), 1, "AIDA1", NONE, GrantOperation.DECRYPT));

        assertThat(find(GrantOperation.DECRYPT, List.of(), lead(NONE, GrantOperation.DECRYPT)))
                .isEmpty();
        assertThat(find(GrantOperation.DECRYPT, List.of("AIDA1"))).isEmpty();
    }

    @Test
    void ofAnExactLeadOneGrantMayStandForAll() {
        List<Grant> same = IntStream.range(0, 5)
                .mapToObj(i -> grant(key(1), i, "AIDA1", NONE, GrantOperation.DECRYPT))
                .toList();
        commit(keyCreated(key(1)));
        created(same.toArray(Grant[]::new));

        List<Grant> found = find(GrantOperation.DECRYPT, List.of("AIDA1"), lead(NONE, GrantOperation.DECRYPT));

        assertThat(found).isNotEmpty().isSubsetOf(same);
    }

    @Test
    void ofAnotherLeadAllGrantsAreFoundHoweverManyThereAre() {
        List<Grant> same = IntStream.range(0, 250)
                .mapToObj(i -> grant(key(1), i, "AIDA1", subset("tenant", "1"), GrantOperation.DECRYPT))
                .toList();
        commit(keyCreated(key(1)));
        created(same.toArray(Grant[]::new));
        created(grant(key(1), 1_000, "AIDA1", NONE, GrantOperation.DECRYPT));

        List<Grant> found = find(
                GrantOperation.DECRYPT,
                List.of("AIDA1"),
                lead(NONE, GrantOperation.DECRYPT),
                lead(subset("tenant", "1"), GrantOperation.DECRYPT));

        assertThat(found).hasSize(251).containsAll(same);
    }

    @Test
    void forCreateGrantAllGrantsAreFound() {
        List<Grant> same = IntStream.range(0, 5)
                .mapToObj(i -> grant(key(1), i, "AIDA1", NONE, GrantOperation.CREATE_GRANT))
                .toList();
        commit(keyCreated(key(1)));
        created(same.toArray(Grant[]::new));

        assertThat(find(GrantOperation.CREATE_GRANT, List.of("AIDA1"), lead(NONE, GrantOperation.CREATE_GRANT)))
                .containsExactlyInAnyOrderElementsOf(same);
    }

    @Test
    void searchThatAGrantSufficesForFindsSuchAOne() {
        Grant wanted = grant(key(1), 2, "AIDA1", subset("tenant", "1"), GrantOperation.DECRYPT);
        commit(keyCreated(key(1)));
        created(grant(key(1), 1, "AIDA1", NONE, GrantOperation.DECRYPT), wanted);
        var search = new GrantSearch(
                ACCOUNT,
                REGION,
                keyId(1),
                GrantOperation.DECRYPT,
                List.of("AIDA1"),
                List.of(lead(NONE, GrantOperation.DECRYPT), lead(wanted.constraints(), GrantOperation.DECRYPT)));

        for (int i = 0; i < 3; i++) {
            assertThat(await(storage().findGrants(search, wanted::equals))).contains(wanted);
        }
    }

    @Test
    void grantsAreListedInTheOrderOfTheirIdsInPages() {
        Grant[] grants = IntStream.of(3, 1, 4, 2)
                .mapToObj(i -> grant(key(1), i, "AIDA" + i % 2, NONE, GrantOperation.DECRYPT))
                .toArray(Grant[]::new);
        commit(keyCreated(key(1)), keyCreated(key(2)));
        created(grants);
        created(grant(key(2), 5, "AIDA1", NONE, GrantOperation.DECRYPT));

        var first = await(storage().listGrants(ACCOUNT, REGION, keyId(1), GrantFilter.ALL, null, 2));
        var second = await(storage().listGrants(ACCOUNT, REGION, keyId(1), GrantFilter.ALL, grantId(2), 2));
        var third = await(storage().listGrants(ACCOUNT, REGION, keyId(1), GrantFilter.ALL, grantId(4), 2));

        assertThat(first.items()).extracting(Grant::id).containsExactly(grantId(1), grantId(2));
        assertThat(first.hasMore()).isTrue();
        assertThat(second.items()).extracting(Grant::id).containsExactly(grantId(3), grantId(4));
        assertThat(second.hasMore()).isFalse();
        assertThat(third.items()).isEmpty();
        assertThat(third.hasMore()).isFalse();
        assertThat(await(storage().listGrants(ACCOUNT, OTHER_REGION, keyId(1), GrantFilter.ALL, null, 2))
                        .items())
                .isEmpty();
    }

    @Test
    void listOfGrantsIsFiltered() {
        Grant[] grants = IntStream.of(1, 2, 3, 4, 5)
                .mapToObj(i -> grant(key(1), i, "AIDA" + i % 2, NONE, GrantOperation.DECRYPT))
                .toArray(Grant[]::new);
        commit(keyCreated(key(1)));
        created(grants);
        var ofGrantee = new GrantFilter(null, "AIDA1");

        var page = await(storage().listGrants(ACCOUNT, REGION, keyId(1), ofGrantee, null, 2));

        assertThat(page.items()).extracting(Grant::id).containsExactly(grantId(1), grantId(3));
        assertThat(page.hasMore()).isTrue();
        assertThat(list(ofGrantee, grantId(3), 2)).extracting(Grant::id).containsExactly(grantId(5));
        assertThat(list(new GrantFilter(null, "AIDA9"), null, 2)).isEmpty();
        assertThat(list(new GrantFilter(grantId(2), null), null, 1))
                .extracting(Grant::id)
                .containsExactly(grantId(2));
        assertThat(list(new GrantFilter(grantId(2), null), grantId(2), 1)).isEmpty();
        assertThat(list(new GrantFilter(grantId(9), null), null, 1)).isEmpty();
        assertThat(list(new GrantFilter(grantId(2), "AIDA0"), null, 1))
                .extracting(Grant::id)
                .containsExactly(grantId(2));
        assertThat(list(new GrantFilter(grantId(2), "AIDA1"), null, 1)).isEmpty();
    }

    @Test
    void retirableGrantsAreListedByAccountKeyAndIdInPages() {
        commit(new Change.AccountCreated(account(OTHER_ACCOUNT)));
        commit(keyCreated(key(1)), keyCreated(key(2)), keyCreated(key(OTHER_ACCOUNT, 1)));
        List<Grant> inOrder = List.of(
                retirable(key(1), 2),
                retirable(key(1), 3),
                retirable(key(2), 1),
                retirable(key(2), 2),
                retirable(key(OTHER_ACCOUNT, 1), 1));
        created(inOrder.reversed().toArray(Grant[]::new));
        created(
                grant(key(1), 7, "AIDA1", NONE, GrantOperation.DECRYPT),
                retirableBy(grant(key(1), 8, "AIDA1", NONE, GrantOperation.DECRYPT), principal("AIDAOTHER")));

        for (int limit = 1; limit <= inOrder.size(); limit++) {
            assertThat(retirableInPages(limit)).isEqualTo(inOrder);
        }

        assertThat(await(storage().listRetirableGrants(OTHER_REGION, "AIDARETIRER", null, 10))
                        .items())
                .isEmpty();
    }

    @Test
    void grantsAreCountedUpToALimit() {
        commit(keyCreated(key(1)), keyCreated(key(2)));
        created(
                grant(key(1), 1, "AIDA1", NONE, GrantOperation.DECRYPT),
                grant(key(1), 2, "AIDA1", NONE, GrantOperation.DECRYPT, GrantOperation.ENCRYPT),
                grant(key(1), 3, "AIDA2", NONE, GrantOperation.RETIRE_GRANT));

        assertThat(await(storage().countGrants(ACCOUNT, REGION, keyId(1), 10))).isEqualTo(3);
        assertThat(await(storage().countGrants(ACCOUNT, REGION, keyId(1), 3))).isEqualTo(3);
        assertThat(await(storage().countGrants(ACCOUNT, REGION, keyId(1), 2))).isBetween(2L, 3L);
        assertThat(await(storage().countGrants(ACCOUNT, REGION, keyId(2), 10))).isZero();
        assertThat(await(storage().countGrants(ACCOUNT, OTHER_REGION, keyId(1), 10)))
                .isZero();
    }

    @Test
    void changesTellWhoseGrantsChanged() {
        Grant grant = grant(key(1), 1, "AROA1:session", NONE, GrantOperation.DECRYPT);
        commit(keyCreated(key(1)));
        long start = await(storage().epochs(List.of(ACCOUNT))).get(ACCOUNT);

        created(grant);
        commit(new Change.GrantDeleted(grant));

        assertThat(await(storage().changesSince(ACCOUNT, start, 10)))
                .containsExactly(
                        new EpochChange(start + 1, Subject.grants(grant)),
                        new EpochChange(start + 2, Subject.grants(grant)));
    }

    @Test
    void grantIsSearchedForAtOnceAfterItWasNotFoundAndAfterItWasFound() {
        Grant grant = grant(key(1), 1, "AIDA1", NONE, GrantOperation.DECRYPT);
        commit(keyCreated(key(1)));
        assertThat(found(grant, GrantOperation.DECRYPT)).isEmpty();

        created(grant);
        assertThat(found(grant, GrantOperation.DECRYPT)).containsExactly(grant);
        commit(new Change.GrantDeleted(grant));

        assertThat(found(grant, GrantOperation.DECRYPT)).isEmpty();
    }

    /** By id, by search for each of its operations, and in the list. */
    private void assertFoundEverywhere(Grant grant) {
        assertThat(stored(grant)).isEqualTo(grant);
        assertThat(await(storage()
                                .listGrants(grant.account(), grant.region(), grant.keyId(), GrantFilter.ALL, null, 10))
                        .items())
                .contains(grant);
        for (GrantOperation operation : grant.operations()) {
            if (operation != GrantOperation.RETIRE_GRANT) {
                assertThat(found(grant, operation)).containsExactly(grant);
            }
        }
    }

    private Grant stored(Grant grant) {
        return await(storage().findGrant(grant.account(), grant.region(), grant.keyId(), grant.id()))
                .orElseThrow();
    }

    private List<Grant> found(Grant grant, GrantOperation operation) {
        var search = new GrantSearch(
                grant.account(),
                grant.region(),
                grant.keyId(),
                operation,
                List.of(grant.grantee().identity()),
                List.of(lead(grant.constraints(), operation)));
        return await(storage().findGrants(search, any -> false));
    }

    private List<Grant> find(GrantOperation operation, List<String> identities, GrantLead... leads) {
        var search = new GrantSearch(ACCOUNT, REGION, keyId(1), operation, identities, Arrays.asList(leads));
        return await(storage().findGrants(search, any -> false));
    }

    private List<Grant> list(GrantFilter filter, @Nullable GrantId after, int limit) {
        return await(storage().listGrants(ACCOUNT, REGION, keyId(1), filter, after, limit))
                .items();
    }

    private List<Grant> retirableInPages(int limit) {
        List<Grant> all = new ArrayList<>();
        boolean hasMore = true;
        while (hasMore) {
            GrantToken last = all.isEmpty() ? null : GrantToken.of(all.getLast());
            var page = await(storage().listRetirableGrants(REGION, "AIDARETIRER", last, limit));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page.items());
            hasMore = page.hasMore();
        }
        return all;
    }

    private void created(Grant... grants) {
        commit(Arrays.stream(grants).map(Change.GrantCreated::new).toArray(Change[]::new));
    }

    protected static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    protected final Map<AccountId, Long> commit(Change... changes) {
        return await(storage().commit(List.of(changes), anyBlock()));
    }

    protected final void assertConflict(Change change) {
        Block block = block(UUID.randomUUID(), 0);
        assertThatThrownBy(() -> await(storage().commit(List.of(change), block)))
                .isInstanceOf(StorageConflictException.class);
        assertThat(await(storage().lastBlock(block.chainId()))).isEmpty();
    }

    private static GrantLead lead(GrantConstraints constraints, GrantOperation operation) {
        return GrantLead.of(constraints, operation);
    }

    private static GrantConstraints subset(String name, String value) {
        return new GrantConstraints(null, Map.of(name, value), null);
    }

    private static String fingerprint(Grant grant) {
        return grant.fingerprint().orElseThrow();
    }

    /** A grant that uses every column. */
    private static Grant richGrant(int number) {
        return new Grant(
                ACCOUNT,
                REGION,
                keyId(1),
                grantId(number),
                GrantPrincipal.service("ec2.eu-central-1.amazonaws.com"),
                new GrantPrincipal("arn:aws:sts::444455556666:assumed-role/R/session", "AROARETIRER:session", false),
                List.of(
                        GrantOperation.RETIRE_GRANT,
                        GrantOperation.DECRYPT,
                        GrantOperation.CREATE_GRANT,
                        GrantOperation.DESCRIBE_KEY),
                new GrantConstraints(
                        Map.of("a", "1"),
                        Map.of("B", "\u00fcber \ud83d\udd11"),
                        "arn:aws:ec2:us-west-2:111122223333:x/y"),
                "a/name:of_it-1",
                OTHER_ACCOUNT,
                NOW);
    }

    private static Grant retirable(KmsKey key, int number) {
        return retirableBy(grant(key, number, "AIDA1", NONE, GrantOperation.DECRYPT), principal("AIDARETIRER"));
    }

    private static Grant retirableBy(Grant grant, GrantPrincipal retiring) {
        return with(grant, retiring, grant.name());
    }

    private static Grant named(String name, Grant grant) {
        return with(grant, grant.retiring(), name);
    }

    private static Grant with(Grant grant, @Nullable GrantPrincipal retiring, @Nullable String name) {
        return new Grant(
                grant.account(),
                grant.region(),
                grant.keyId(),
                grant.id(),
                grant.grantee(),
                retiring,
                grant.operations(),
                grant.constraints(),
                name,
                grant.issuer(),
                grant.createdAt());
    }
}
