package io.claviger.storage.caching;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.grant;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyId;
import static io.claviger.testkit.StorageSamples.materialId;
import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.iam.EntityKind;
import io.claviger.key.GrantConstraints;
import io.claviger.key.GrantOperation;
import io.claviger.storage.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LookupTest {

    @Test
    void everySubjectNamesTheRowsThatItMayChange() {
        assertThat(Lookup.concerning(Subject.account(ACCOUNT))).contains(List.of(new Lookup.OfAccount(ACCOUNT)));
        for (EntityKind<?> kind : EntityKind.ALL) {
            assertThat(Lookup.concerning(Subject.entity(kind, ACCOUNT, "arn:aws:iam::111122223333:x/1")))
                    .contains(List.of(Lookup.OfEntity.of(kind, ACCOUNT, "arn:aws:iam::111122223333:x/1")));
            String longest = "https://" + "x".repeat(2_000);
            assertThat(Lookup.concerning(Subject.entity(kind, ACCOUNT, longest)))
                    .contains(List.of(Lookup.OfEntity.of(kind, ACCOUNT, longest)));
        }
        assertThat(Lookup.concerning(Subject.accessKey(ACCOUNT, "AKIA1")))
                .contains(List.of(new Lookup.OfAccessKey("AKIA1")));
        assertThat(Lookup.concerning(Subject.key(ACCOUNT, REGION, keyId(1))))
                .contains(List.of(new Lookup.OfKey(ACCOUNT, REGION, keyId(1))));
        assertThat(Lookup.concerning(Subject.alias(ACCOUNT, REGION, "alias/a:b/c")))
                .contains(List.of(new Lookup.OfAlias(ACCOUNT, REGION, "alias/a:b/c")));
        assertThat(Lookup.concerning(Subject.material(ACCOUNT, keyId(1), materialId(1))))
                .contains(List.of(new Lookup.OfMaterial(ACCOUNT, keyId(1), materialId(1))));
        assertThat(Lookup.concerning(
                        Subject.grants(grant(key(1), 1, "AROA1:a:b", GrantConstraints.NONE, GrantOperation.DECRYPT))))
                .contains(List.of(new Lookup.OfGrantee(ACCOUNT, REGION, keyId(1), "AROA1:a:b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "grant:111122223333:x",
                "grants:111122223333:us-west-2:00000000-0000-4000-8000-000000000001",
                "key",
                "key:111122223333:us-west-2",
                "account:1",
                "alias::::",
                "user:111122223333:AIDA1",
                "entity:111122223333:user"
            })
    void subjectOfAnotherVersionNamesNothing(String text) {
        assertThat(Lookup.concerning(new Subject(text))).isEmpty();
    }
}
