package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.conformance.KmsCall.Scene;
import io.claviger.testkit.Identity;
import io.claviger.testkit.ServiceProfile;
import io.claviger.testkit.TestIdentities;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;

@QuarkusTest
@TestProfile(ServiceProfile.class)
class AliasesConformanceTest extends ServiceTest {
    private static final String PREFIX_TEXT = "Alias must start with the prefix \"alias/\". Please see"
            + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html";

    // CreateAlias

    @ParameterizedTest
    @ValueSource(strings = {"alias/a", "alias/Some/path-with_all", "alias/0"})
    void createAliasGivesTheKeyAName(String name) {
        String key = newKey();
        Instant before = Instant.now().minusSeconds(1);

        kms.createAlias(in -> in.aliasName(name).targetKeyId(key));

        AliasListEntry entry = kms.listAliases().aliases().getFirst();
        assertThat(entry.creationDate()).isBetween(before, Instant.now().plusSeconds(1));
        assertThat(entry)
                .isEqualTo(AliasListEntry.builder()
                        .aliasName(name)
                        .aliasArn(aliasArn(admin, name))
                        .targetKeyId(idOf(key))
                        .creationDate(entry.creationDate())
                        .lastUpdatedDate(entry.creationDate())
                        .build());
    }

    @Test
    void createAliasTakesTheLongestName() {
        String key = newKey();
        String name = "alias/" + "n".repeat(250);

        kms.createAlias(in -> in.aliasName(name).targetKeyId(key));

        assertThat(kms.describeKey(in -> in.keyId(name)).keyMetadata().arn()).isEqualTo(key);
        assertRefused(
                () -> kms.createAlias(in -> in.aliasName(name + "n").targetKeyId(key)),
                "ValidationException",
                "1 validation error detected: Value '" + name
                        + "n' at 'aliasName' failed to satisfy constraint: Member must have length less than or equal"
                        + " to 256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "Alias/first", "key/first", "alias"})
    void aliasesNeedTheirPrefix(String name) {
        Scene scene = newScene();

        assertRefused(
                () -> kms.createAlias(in -> in.aliasName(name).targetKeyId(scene.key())),
                "ValidationException",
                PREFIX_TEXT);
        assertRefused(
                () -> kms.updateAlias(in -> in.aliasName(name).targetKeyId(scene.key())),
                "ValidationException",
                PREFIX_TEXT);
        assertRefused(() -> kms.deleteAlias(in -> in.aliasName(name)), "ValidationException", PREFIX_TEXT);
    }

    @Test
    void theNamesOfAwsAreNotForEverybody() {
        String key = newKey();

        assertThat(refusal(() -> kms.createAlias(
                                in -> in.aliasName("alias/aws/s3").targetKeyId(key)))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("NotAuthorizedException");
        assertThat(kms.listAliases().aliases()).isEmpty();
    }

    @Test
    void namesOfOtherCharactersAreRefused() {
        String key = newKey();

        assertRefused(
                () -> kms.createAlias(in -> in.aliasName("alias/with space").targetKeyId(key)),
                "ValidationException",
                "1 validation error detected: Value 'alias/with space' at 'aliasName' failed to satisfy constraint:"
                        + " Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$");
        for (String name : List.of("alias/with:colon", "alias/")) {
            assertThat(refusal(() -> kms.createAlias(in -> in.aliasName(name).targetKeyId(key)))
                            .awsErrorDetails()
                            .errorCode())
                    .isEqualTo("InvalidAliasNameException");
        }
        assertThat(kms.listAliases().aliases()).isEmpty();
    }

    @Test
    void anAliasExistsOnce() {
        Scene scene = newScene();
        String text = "An alias with the name " + aliasArn(admin, scene.alias()) + " already exists";

        for (String key : List.of(scene.key(), scene.otherKey())) {
            assertRefused(
                    () -> kms.createAlias(in -> in.aliasName(scene.alias()).targetKeyId(key)),
                    "AlreadyExistsException",
                    text);
        }
        assertThat(target(scene.alias())).isEqualTo(idOf(scene.key()));
    }

    @Test
    void aliasesDifferByCaseAccountAndRegion() {
        Scene scene = newScene();
        Identity stranger = identities.administrator();
        KmsClient strange = clients.as(stranger);
        KmsClient elsewhere = clients.as(admin, ServiceProfile.OTHER_REGION);
        String upper = scene.alias().replace("alias/", "alias/UPPER");

        kms.createAlias(in -> in.aliasName(upper).targetKeyId(scene.otherKey()));
        strange.createAlias(in -> in.aliasName(scene.alias())
                .targetKeyId(strange.createKey().keyMetadata().keyId()));
        elsewhere.createAlias(in -> in.aliasName(scene.alias())
                .targetKeyId(elsewhere.createKey().keyMetadata().keyId()));

        assertThat(target(scene.alias())).isEqualTo(idOf(scene.key()));
        assertThat(target(upper)).isEqualTo(idOf(scene.otherKey()));
        assertThat(elsewhere.listAliases().aliases())
                .extracting(AliasListEntry::aliasArn)
                .containsExactly(
                        aliasArn(admin, scene.alias()).replace(ServiceProfile.REGION, ServiceProfile.OTHER_REGION));
    }

    // UpdateAlias

    @Test
    void updateAliasPointsAtAnotherKey() {
        Scene scene = newScene();
        Instant created = kms.listAliases().aliases().getFirst().creationDate();

        kms.updateAlias(in -> in.aliasName(scene.alias()).targetKeyId(scene.otherKey()));

        AliasListEntry entry = kms.listAliases().aliases().getFirst();
        assertThat(entry.targetKeyId()).isEqualTo(idOf(scene.otherKey()));
        assertThat(entry.creationDate()).isEqualTo(created);
        assertThat(entry.lastUpdatedDate()).isAfter(created);
    }

    @Test
    void updateAliasToTheSameKeySucceeds() {
        Scene scene = newScene();

        kms.updateAlias(in -> in.aliasName(scene.alias()).targetKeyId(scene.key()));

        assertThat(target(scene.alias())).isEqualTo(idOf(scene.key()));
    }

    @Test
    void absentAliasesAreNotFound() {
        String key = newKey();
        String text = "Alias " + aliasArn(admin, "alias/absent") + " is not found.";

        assertRefused(
                () -> kms.updateAlias(in -> in.aliasName("alias/absent").targetKeyId(key)), "NotFoundException", text);
        assertRefused(() -> kms.deleteAlias(in -> in.aliasName("alias/absent")), "NotFoundException", text);
    }

    @Test
    void aliasesCannotPointAtForeignKeys() {
        Scene scene = newScene();
        Identity stranger = identities.user(identities.account(), "stranger", TestIdentities.ALLOW_ALL);
        KmsClient strange = clients.as(stranger);
        String own = strange.createKey().keyMetadata().keyId();
        strange.createAlias(in -> in.aliasName("alias/own").targetKeyId(own));

        assertRefused(
                () -> strange.updateAlias(in -> in.aliasName("alias/own").targetKeyId(scene.key())),
                "AccessDeniedException",
                "User: " + stranger.arn() + " is not authorized to perform: kms:UpdateAlias on this resource because"
                        + " the resource does not exist in this Region, no resource-based policies allow access, or a"
                        + " resource-based policy explicitly denies access");
        assertThat(strange.describeKey(in -> in.keyId("alias/own"))
                        .keyMetadata()
                        .keyId())
                .isEqualTo(own);
    }

    // DeleteAlias

    @Test
    void deleteAliasTakesTheNameAwayAndLeavesTheKey() {
        Scene scene = newScene();

        kms.deleteAlias(in -> in.aliasName(scene.alias()));

        assertThat(kms.listAliases().aliases()).isEmpty();
        assertThat(kms.describeKey(in -> in.keyId(scene.key())).keyMetadata().enabled())
                .isTrue();
        kms.createAlias(in -> in.aliasName(scene.alias()).targetKeyId(scene.otherKey()));
        assertThat(target(scene.alias())).isEqualTo(idOf(scene.otherKey()));
    }

    // ListAliases

    @Test
    void listAliasesAnswersThoseOfAllKeysOrOfOne() {
        Scene scene = newScene();
        kms.createAlias(in -> in.aliasName("alias/other").targetKeyId(scene.otherKey()));

        assertThat(kms.listAliases().aliases())
                .extracting(AliasListEntry::aliasName)
                .containsExactlyInAnyOrder(scene.alias(), "alias/other");
        for (String key : List.of(scene.otherKey(), idOf(scene.otherKey()))) {
            ListAliasesResponse answer = kms.listAliases(in -> in.keyId(key));
            assertThat(answer.aliases()).extracting(AliasListEntry::aliasName).containsExactly("alias/other");
            assertThat(answer.truncated()).isFalse();
            assertThat(answer.nextMarker()).isNull();
        }
    }

    @Test
    void listAliasesOfAnAliasIsRefused() {
        Scene scene = newScene();

        assertRefused(
                () -> kms.listAliases(in -> in.keyId(scene.alias())),
                "InvalidArnException",
                "Key Aliases are not supported for this operation.");
    }

    @Test
    void listAliasesOfAForeignKeyIsDeniedWhetherItExistsOrNot() {
        Scene scene = newScene();
        Identity stranger = identities.administrator();
        String absent = keyArn(admin, "00000000-0000-4000-8000-000000000000");

        for (String key : List.of(scene.key(), absent)) {
            assertRefused(
                    () -> clients.as(stranger).listAliases(in -> in.keyId(key)),
                    "AccessDeniedException",
                    "User: " + stranger.arn() + " is not authorized to perform: kms:ListAliases on this resource"
                            + " because the resource does not exist in this Region, no resource-based policies allow"
                            + " access, or a resource-based policy explicitly denies access");
        }
    }

    @Test
    void listAliasesGoesThroughThemPageByPage() {
        String key = newKey();
        List<String> names = new ArrayList<>();
        for (String name : List.of("alias/e", "alias/a", "alias/B", "alias/d", "alias/c")) {
            kms.createAlias(in -> in.aliasName(name).targetKeyId(key));
            names.add(name);
        }

        ListAliasesResponse first = kms.listAliases(in -> in.limit(2));
        ListAliasesResponse second = kms.listAliases(in -> in.limit(2).marker(first.nextMarker()));
        ListAliasesResponse third = kms.listAliases(in -> in.limit(2).marker(second.nextMarker()));

        assertThat(List.of(first.truncated(), second.truncated(), third.truncated()))
                .containsExactly(true, true, false);
        assertThat(third.nextMarker()).isNull();
        List<AliasListEntry> all = new ArrayList<>(first.aliases());
        all.addAll(second.aliases());
        all.addAll(third.aliases());
        assertThat(all).extracting(AliasListEntry::aliasName).containsExactlyInAnyOrderElementsOf(names);
        assertThat(kms.listAliasesPaginator(in -> in.keyId(key).limit(1)).aliases())
                .extracting(AliasListEntry::aliasName)
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void listAliasesRefusesMarkersThatAreNotItsOwn() {
        Scene scene = newScene();
        kms.createAlias(in -> in.aliasName("alias/second").targetKeyId(scene.key()));
        String ofAll = kms.listAliases(in -> in.limit(1)).nextMarker();
        String ofKeys = kms.listKeys(in -> in.limit(1)).nextMarker();

        for (Invocation call : List.<Invocation>of(
                () -> kms.listAliases(in -> in.marker("garbage")),
                () -> kms.listAliases(in -> in.marker(ofKeys)),
                () -> kms.listAliases(in -> in.keyId(scene.key()).marker(ofAll)),
                () -> clients.as(identities.administrator()).listAliases(in -> in.marker(ofAll)))) {
            assertThat(refusal(call).awsErrorDetails().errorCode()).isEqualTo("InvalidMarkerException");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, greater than or equal to 1", "101, less than or equal to 100"})
    void listAliasesRefusesALimitOutOfRange(int limit, String constraint) {
        assertRefused(
                () -> kms.listAliases(in -> in.limit(limit)),
                "ValidationException",
                "1 validation error detected: Value '" + limit
                        + "' at 'limit' failed to satisfy constraint: Member must have value " + constraint);
    }

    private String target(String alias) {
        return kms.describeKey(in -> in.keyId(alias)).keyMetadata().keyId();
    }
}
