package io.claviger.pipeline;

import static io.claviger.testkit.StorageSamples.ACCOUNT;
import static io.claviger.testkit.StorageSamples.OTHER_ACCOUNT;
import static io.claviger.testkit.StorageSamples.OTHER_REGION;
import static io.claviger.testkit.StorageSamples.REGION;
import static io.claviger.testkit.StorageSamples.account;
import static io.claviger.testkit.StorageSamples.alias;
import static io.claviger.testkit.StorageSamples.key;
import static io.claviger.testkit.StorageSamples.keyCreated;
import static io.claviger.testkit.StorageSamples.keyId;
import static io.claviger.testkit.StorageSamples.materialId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.AccountId;
import io.claviger.common.Arn;
import io.claviger.common.Blob;
import io.claviger.common.KeyId;
import io.claviger.common.KmsException;
import io.claviger.common.Region;
import io.claviger.key.Alias;
import io.claviger.key.CiphertextEnvelope;
import io.claviger.key.CiphertextHeader;
import io.claviger.key.KmsKey;
import io.claviger.operation.Locator;
import io.claviger.operation.Locator.Form;
import io.claviger.operation.Target;
import io.claviger.storage.Change;
import io.claviger.testkit.FakeStorage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** operations.md, section 1: every form of identifier in every situation. */
final class KeyResolverTest {
    private static final KmsKey OWN = key(1);
    private static final KmsKey FOREIGN = key(OTHER_ACCOUNT, 2);
    private static final KeyId MULTI_REGION = new KeyId("mrk-" + "0".repeat(32));
    private static final Alias OWN_ALIAS = alias("alias/own", OWN);
    private static final Alias FOREIGN_ALIAS = alias("alias/foreign", FOREIGN);

    private final FakeStorage storage = new FakeStorage()
            .with(
                    new Change.AccountCreated(account(ACCOUNT)),
                    new Change.AccountCreated(account(OTHER_ACCOUNT)),
                    keyCreated(OWN),
                    keyCreated(FOREIGN),
                    keyCreated(named(OWN, MULTI_REGION)),
                    new Change.AliasCreated(OWN_ALIAS),
                    new Change.AliasCreated(FOREIGN_ALIAS));
    private final KeyResolver resolver = new KeyResolver(storage);

    // OWN and FOREIGN keys exist; ABSENT ones do not. The last column is what each form answers:
    // the key, "hidden" (UnavailableKey), "alias" (InvalidArnException), or a NotFoundException's text.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # identifier                                      | ID     | ID_CROSS_ACCOUNT | ANY_CROSS_ACCOUNT
            00000000-0000-4000-8000-000000000001              | OWN    | OWN     | OWN
            arn:aws:kms:us-west-2:111122223333:key/00000000-0000-4000-8000-000000000001 | OWN | OWN | OWN
            mrk-00000000000000000000000000000000              | MULTI  | MULTI   | MULTI
            arn:aws:kms:us-west-2:111122223333:key/mrk-00000000000000000000000000000000 | MULTI | MULTI | MULTI
            00000000-0000-4000-8000-0000000000ff              | Key 'arn:aws:kms:us-west-2:111122223333:key/00000000-0000-4000-8000-0000000000ff' does not exist | = | =
            arn:aws:kms:us-west-2:111122223333:key/00000000-0000-4000-8000-0000000000ff | Key 'arn:aws:kms:us-west-2:111122223333:key/00000000-0000-4000-8000-0000000000ff' does not exist | = | =
            00000000-0000-4000-8000-000000000002              | Key 'arn:aws:kms:us-west-2:111122223333:key/00000000-0000-4000-8000-000000000002' does not exist | = | =
            arn:aws:kms:us-west-2:444455556666:key/00000000-0000-4000-8000-000000000002 | hidden | FOREIGN | FOREIGN
            arn:aws:kms:us-west-2:444455556666:key/00000000-0000-4000-8000-0000000000ff | hidden | hidden | hidden
            arn:aws:kms:us-west-2:999999999999:key/00000000-0000-4000-8000-000000000002 | hidden | hidden | hidden
            arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001 | Invalid arn eu-central-1 | = | =
            arn:aws:kms:eu-central-1:444455556666:key/00000000-0000-4000-8000-000000000002 | Invalid arn eu-central-1 | = | =
            arn:aws-cn:kms:us-west-2:111122223333:key/00000000-0000-4000-8000-000000000001 | Invalid arn aws-cn | = | =
            alias/own                                         | alias  | alias   | OWN
            arn:aws:kms:us-west-2:111122223333:alias/own      | alias  | alias   | OWN
            alias/absent                                      | alias  | alias   | Alias arn:aws:kms:us-west-2:111122223333:alias/absent is not found.
            arn:aws:kms:us-west-2:111122223333:alias/absent   | alias  | alias   | Alias arn:aws:kms:us-west-2:111122223333:alias/absent is not found.
            alias/foreign                                     | alias  | alias   | Alias arn:aws:kms:us-west-2:111122223333:alias/foreign is not found.
            arn:aws:kms:us-west-2:444455556666:alias/foreign  | alias  | alias   | FOREIGN
            arn:aws:kms:us-west-2:444455556666:alias/absent   | alias  | alias   | hidden
            arn:aws:kms:us-west-2:999999999999:alias/own      | alias  | alias   | hidden
            arn:aws:kms:eu-central-1:111122223333:alias/own   | alias  | alias   | Invalid arn eu-central-1
            alias/aws/s3                                      | alias  | alias   | Alias arn:aws:kms:us-west-2:111122223333:alias/aws/s3 is not found.
            00000000000040008000000000000001                  | Invalid keyId '00000000000040008000000000000001' | = | =
            00000000-0000-4000-8000-00000000000A              | Invalid keyId '00000000-0000-4000-8000-00000000000A' | = | =
            mrk-0000                                          | Invalid keyId 'mrk-0000' | = | =
            key/00000000-0000-4000-8000-000000000001          | Invalid keyId 'key/00000000-0000-4000-8000-000000000001' | = | =
            aliases/own                                       | Invalid keyId 'aliases/own' | = | =
            arn:                                              | Invalid keyId 'arn:' | = | =
            arn:aws:kms                                       | Invalid keyId 'arn:aws:kms' | = | =
            arn:aws:s3:us-west-2:111122223333:key/00000000-0000-4000-8000-000000000001 | Invalid keyId 'arn:aws:s3:us-west-2:111122223333:key/00000000-0000-4000-8000-000000000001' | = | =
            arn:aws:kms:us-west-2:1111:key/00000000-0000-4000-8000-000000000001 | Invalid keyId 'arn:aws:kms:us-west-2:1111:key/00000000-0000-4000-8000-000000000001' | = | =
            arn:aws:kms:us-west-2:111122223333:key/x          | Invalid keyId 'arn:aws:kms:us-west-2:111122223333:key/x' | = | =
            arn:aws:kms:us-west-2:111122223333:00000000-0000-4000-8000-000000000001 | Invalid keyId 'arn:aws:kms:us-west-2:111122223333:00000000-0000-4000-8000-000000000001' | = | =
            """)
    void identifierNamesAKeyOrIsRefused(String identifier, String id, String idCrossAccount, String anyCrossAccount) {
        assertNames(identifier, Form.ID, id);
        assertNames(identifier, Form.ID_CROSS_ACCOUNT, "=".equals(idCrossAccount) ? id : idCrossAccount);
        assertNames(identifier, Form.ANY_CROSS_ACCOUNT, "=".equals(anyCrossAccount) ? id : anyCrossAccount);
    }

    private void assertNames(String identifier, Form form, String expected) {
        Locator locator = new Locator.KeyNamed(identifier, form);
        switch (expected) {
            case "OWN" -> assertThat(keyOf(locator).arn()).as(form.name()).isEqualTo(OWN.arn());
            case "FOREIGN" -> assertThat(keyOf(locator).arn()).as(form.name()).isEqualTo(FOREIGN.arn());
            case "MULTI" -> assertThat(keyOf(locator).id()).as(form.name()).isEqualTo(MULTI_REGION);
            case "hidden" -> assertThat(resolve(locator)).as(form.name()).isEqualTo(new Target.UnavailableKey(true));
            case "alias" ->
                assertFails("InvalidArnException", "Key Aliases are not supported for this operation.", locator);
            default -> assertFails("NotFoundException", expected, locator);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "alias/own, alias/own",
        "arn:aws:kms:us-west-2:111122223333:alias/own, alias/own",
        "arn:aws:kms:us-west-2:444455556666:alias/foreign, alias/foreign",
        "00000000-0000-4000-8000-000000000001, ",
        "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-4000-8000-000000000001, "
    })
    void aliasOfTheRequestIsKept(String identifier, String requestAlias) {
        Target target = resolve(new Locator.KeyNamed(identifier, Form.ANY_CROSS_ACCOUNT));

        assertThat(target)
                .isInstanceOfSatisfying(
                        Target.Key.class,
                        found -> assertThat(found.requestAlias()).isEqualTo(requestAlias));
    }

    @Test
    void aliasIsLookedUpInTheRegionOfTheCall() {
        assertThatThrownBy(() -> resolver.resolve(
                                List.of(new Locator.KeyNamed("alias/own", Form.ANY_CROSS_ACCOUNT)),
                                ACCOUNT,
                                OTHER_REGION)
                        .await()
                        .indefinitely())
                .hasMessage("Alias arn:aws:kms:eu-central-1:111122223333:alias/own is not found.");
    }

    // ciphertexts

    @Test
    void ciphertextNamesItsKey() {
        assertThat(keyOf(ofCiphertext(blob(ACCOUNT, REGION, OWN.id()), null)).arn())
                .isEqualTo(OWN.arn());
        assertThat(keyOf(ofCiphertext(blob(OTHER_ACCOUNT, REGION, FOREIGN.id()), null))
                        .arn())
                .isEqualTo(FOREIGN.arn());
    }

    @Test
    void ciphertextOfAnUnknownKeyIsHiddenWhateverTheAccount() {
        Target hidden = new Target.UnavailableKey(false);

        assertThat(resolve(ofCiphertext(blob(ACCOUNT, REGION, keyId(9)), null))).isEqualTo(hidden);
        assertThat(resolve(ofCiphertext(blob(OTHER_ACCOUNT, REGION, keyId(9)), null)))
                .isEqualTo(hidden);
        assertThat(resolve(ofCiphertext(blob(new AccountId("999999999999"), REGION, OWN.id()), null)))
                .isEqualTo(hidden);
    }

    @Test
    void ciphertextOfAnotherRegionIsHiddenUnlessItsKeyIsMultiRegion() {
        assertThat(resolve(ofCiphertext(blob(ACCOUNT, OTHER_REGION, OWN.id()), null)))
                .isEqualTo(new Target.UnavailableKey(false));
        assertThat(keyOf(ofCiphertext(blob(ACCOUNT, OTHER_REGION, MULTI_REGION), null))
                        .id())
                .isEqualTo(MULTI_REGION);
    }

    @Test
    void bytesThatAreNoCiphertextAreInvalid() {
        assertFails("InvalidCiphertextException", null, ofCiphertext(Blob.owning(new byte[200]), null));
        assertFails("InvalidCiphertextException", null, ofCiphertext(null, null));
    }

    @Test
    void identifierBesideTheCiphertextDecides() {
        assertThat(keyOf(ofCiphertext(Blob.owning(new byte[200]), "alias/own")).arn())
                .isEqualTo(OWN.arn());
        assertThat(keyOf(ofCiphertext(null, OWN.id().value())).arn()).isEqualTo(OWN.arn());
        assertFails(
                "NotFoundException",
                "Invalid keyId 'nonsense'",
                ofCiphertext(blob(ACCOUNT, REGION, OWN.id()), "nonsense"));
    }

    @Test
    void bareIdOfAForeignKeyIsEnoughWhenTheCiphertextSaysWhoseItIs() {
        assertThat(keyOf(ofCiphertext(
                                blob(OTHER_ACCOUNT, REGION, FOREIGN.id()),
                                FOREIGN.id().value()))
                        .arn())
                .isEqualTo(FOREIGN.arn());
        assertThat(resolve(ofCiphertext(blob(OTHER_ACCOUNT, REGION, keyId(9)), keyId(9).value())))
                .isEqualTo(new Target.UnavailableKey(true));
        assertFails(
                "NotFoundException",
                "Key 'arn:aws:kms:us-west-2:111122223333:key/" + FOREIGN.id() + "' does not exist",
                ofCiphertext(blob(ACCOUNT, REGION, OWN.id()), FOREIGN.id().value()));
    }

    // aliases

    @Test
    void aliasNameMayBeAbsent() {
        assertThat(resolve(new Locator.AliasNamed("alias/absent")))
                .isEqualTo(new Target.AliasName(Arn.alias(REGION, ACCOUNT, "alias/absent"), null));
        assertThat(resolve(new Locator.AliasNamed("alias/own")))
                .isInstanceOfSatisfying(
                        Target.AliasName.class,
                        found -> assertThat(found.existing().target()).isEqualTo(OWN.id()));
    }

    @Test
    void keyOfAnAliasMustExist() {
        assertThat(keyOf(new Locator.KeyOfAlias("alias/own")).arn()).isEqualTo(OWN.arn());
        assertFails(
                "NotFoundException",
                "Alias arn:aws:kms:us-west-2:111122223333:alias/absent is not found.",
                new Locator.KeyOfAlias("alias/absent"));
    }

    // several

    @Test
    void targetsComeInTheOrderOfTheLocators() {
        List<Target> targets = resolver.resolve(
                        List.of(
                                new Locator.AliasNamed("alias/own"),
                                new Locator.Account(),
                                new Locator.KeyNamed(OWN.id().value(), Form.ID)),
                        ACCOUNT,
                        REGION)
                .await()
                .indefinitely();

        assertThat(targets).hasExactlyElementsOfTypes(Target.AliasName.class, Target.Account.class, Target.Key.class);
    }

    @Test
    void firstLocatorThatFailsDecides() {
        assertFails(
                "NotFoundException",
                "Invalid keyId 'first'",
                new Locator.KeyNamed("first", Form.ID),
                new Locator.KeyNamed("alias/second", Form.ID));
    }

    private Target resolve(Locator locator) {
        return resolver.resolve(List.of(locator), ACCOUNT, REGION)
                .await()
                .indefinitely()
                .getFirst();
    }

    private KmsKey keyOf(Locator locator) {
        return ((Target.Key) resolve(locator)).key();
    }

    private void assertFails(String error, String text, Locator... locators) {
        assertThatThrownBy(() -> io.smallrye.mutiny.Uni.createFrom()
                        .deferred(() -> resolver.resolve(List.of(locators), ACCOUNT, REGION))
                        .await()
                        .indefinitely())
                .isInstanceOfSatisfying(KmsException.class, failure -> {
                    assertThat(failure.code().wireName()).isEqualTo(error);
                    assertThat(failure.text().orElse(null)).isEqualTo(text);
                });
    }

    private static Locator ofCiphertext(Blob ciphertext, String identifier) {
        return new Locator.KeyOfCiphertext(ciphertext, identifier);
    }

    private static Blob blob(AccountId account, Region region, KeyId key) {
        var header = new CiphertextHeader(CiphertextHeader.Maker.ENCRYPT, account, region, key, materialId(1));
        return new CiphertextEnvelope(header, Blob.owning(new byte[48])).toBlob();
    }

    private static KmsKey named(KmsKey key, KeyId id) {
        return new KmsKey(
                key.account(),
                key.region(),
                id,
                key.spec(),
                key.usage(),
                key.origin(),
                key.state(),
                key.description(),
                key.createdAt(),
                null,
                null,
                key.currentMaterial(),
                null,
                key.policy(),
                key.tags(),
                0);
    }
}
