package io.claviger.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.claviger.common.Blob;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import io.claviger.key.KeyState;
import io.claviger.operation.wire.ItemLength;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.OneOf;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Range;
import io.claviger.operation.wire.Required;
import io.claviger.operation.wire.Sensitive;
import io.claviger.operation.wire.Size;
import io.claviger.operation.wire.WireName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValidationTest {
    enum Algorithm {
        A,
        B,
        SM2
    }

    record Key(@Required @Length(min = 1, max = 2048) String keyId) {}

    record Alias(
            @Required @Length(min = 1, max = 8) @Pattern("^[a-zA-Z0-9:/_-]+$")
            String aliasName) {}

    record Bytes(
            @Length(min = 1, max = 4) Blob ciphertextBlob,
            @Required @Length(min = 1, max = 4) SecretBytes plaintext,
            @Sensitive @Length(min = 7) String keyStorePassword) {}

    record Limit(
            @Range(min = 1, max = 1000) Integer limit,
            @Range(min = 5) Long big) {}

    record Algorithms(
            @OneOf(value = Algorithm.class, except = "SM2") String macAlgorithm,
            @OneOf(Algorithm.class) List<String> operations,
            @OneOf(KeyState.class) String state) {}

    record Lists(
            @Size(min = 1, max = 2) @ItemLength(min = 1, max = 3)
            List<String> grantTokens,

            @Pattern("[a-z]+") List<String> names,
            @Size(max = 1) @ItemLength(max = 2) Map<String, String> context) {}

    record Tag(
            @Required @Length(min = 1, max = 4) String tagKey,
            @Required @Length(max = 4) String tagValue) {}

    record Recipient(
            @Length(min = 1) Blob document,
            @OneOf(Algorithm.class) String keyEncryptionAlgorithm) {}

    record Nested(
            @Required List<Tag> tags,
            Recipient recipient,
            @WireName("XKSKeyId") @Required String xksKeyId) {}

    private final Validation validation = new Validation();

    @Test
    void aMissingMemberIsNull() {
        fails(
                new Key(null),
                "1 validation error detected: Value null at 'keyId' failed to satisfy constraint:"
                        + " Member must not be null");
    }

    @Test
    void absentOptionalMembersAreFine() {
        passes(new Limit(null, null));
        passes(new Algorithms(null, null, null));
        passes(new Lists(null, null, null));
        passes(new Bytes(null, SecretBytes.copyOf(new byte[1]), null));
    }

    @Test
    void lengthsAreInclusiveAndInCharacters() {
        passes(new Alias("a"));
        passes(new Alias("abcdefgh"));
        passes(new Key("x".repeat(2048)));
        passes(new Key("🔑".repeat(2048)));
        fails(
                new Key("🔑".repeat(2049)),
                "1 validation error detected: Value '" + "🔑".repeat(2049)
                        + "' at 'keyId' failed to satisfy constraint:"
                        + " Member must have length less than or equal to 2048");
    }

    @Test
    void everyConstraintOnAMemberIsAnItem() {
        fails(
                new Alias(""),
                "2 validation errors detected: Value '' at 'aliasName' failed to satisfy constraint: Member must have"
                        + " length greater than or equal to 1; Value '' at 'aliasName' failed to satisfy constraint:"
                        + " Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$");
    }

    @Test
    void patternsMatchTheWholeText() {
        fails(
                new Alias("a b"),
                "1 validation error detected: Value 'a b' at 'aliasName' failed to satisfy constraint: Member must"
                        + " satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$");
        fails(
                new Alias("a\n"),
                "1 validation error detected: Value 'a\n' at 'aliasName' failed to satisfy constraint: Member must"
                        + " satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$");
    }

    @Test
    void textThatIsTooLongIsNotMatched() {
        fails(
                new Alias("a b c d e f"),
                "1 validation error detected: Value 'a b c d e f' at 'aliasName' failed to satisfy constraint: Member"
                        + " must have length less than or equal to 8");
    }

    @Test
    void sensitiveValuesAreNotQuoted() {
        fails(
                new Bytes(null, SecretBytes.copyOf(new byte[5]), "secret"),
                "2 validation errors detected: Value at 'plaintext' failed to satisfy constraint: Member must have"
                        + " length less than or equal to 4; Value at 'keyStorePassword' failed to satisfy constraint:"
                        + " Member must have length greater than or equal to 7");
        fails(
                new Bytes(null, null, null),
                "1 validation error detected: Value null at 'plaintext' failed to satisfy constraint:"
                        + " Member must not be null");
    }

    @Test
    void blobsAreQuotedAsAwsDoes() {
        fails(
                new Bytes(Blob.copyOf(new byte[0]), SecretBytes.copyOf(new byte[1]), null),
                "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=0 cap=0]' at 'ciphertextBlob'"
                        + " failed to satisfy constraint: Member must have length greater than or equal to 1");
        fails(
                new Bytes(Blob.copyOf(new byte[5]), SecretBytes.copyOf(new byte[1]), null),
                "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=5 cap=5]' at 'ciphertextBlob'"
                        + " failed to satisfy constraint: Member must have length less than or equal to 4");
    }

    @Test
    void rangesAreInclusive() {
        passes(new Limit(1, 5L));
        passes(new Limit(1000, Long.MAX_VALUE));
        fails(
                new Limit(0, 4L),
                "2 validation errors detected: Value '0' at 'limit' failed to satisfy constraint: Member must have"
                        + " value greater than or equal to 1; Value '4' at 'big' failed to satisfy constraint: Member"
                        + " must have value greater than or equal to 5");
        fails(
                new Limit(1001, null),
                "1 validation error detected: Value '1001' at 'limit' failed to satisfy constraint: Member must have"
                        + " value less than or equal to 1000");
    }

    @Test
    void enumsListWhatTheyTake() {
        passes(new Algorithms("B", List.of("A", "SM2"), "PendingDeletion"));
        fails(
                new Algorithms("SM2", null, "PENDING_DELETION"),
                "2 validation errors detected: Value 'SM2' at 'macAlgorithm' failed to satisfy constraint: Member must"
                        + " satisfy enum value set: [A, B]; Value 'PENDING_DELETION' at 'state' failed to satisfy"
                        + " constraint: Member must satisfy enum value set: [Creating, Enabled, Disabled,"
                        + " PendingDeletion, PendingImport, PendingReplicaDeletion, Unavailable, Updating]");
    }

    @Test
    void itemsOfAListAreReportedTogether() {
        passes(new Lists(List.of("a", "abc"), List.of("x"), Map.of("k", "vv")));
        fails(
                new Algorithms(null, List.of("A", "X"), null),
                "1 validation error detected: Value '[A, X]' at 'operations' failed to satisfy constraint: Member must"
                        + " satisfy constraint: [Member must satisfy enum value set: [A, B, SM2]]");
        fails(
                new Lists(List.of("a", "", "c"), List.of("1"), Map.of("k", "long")),
                "4 validation errors detected: Value '[a, , c]' at 'grantTokens' failed to satisfy constraint: Member"
                        + " must have length less than or equal to 2; Value '[a, , c]' at 'grantTokens' failed to"
                        + " satisfy constraint: Member must satisfy constraint: [Member must have length less than or"
                        + " equal to 3, Member must have length greater than or equal to 1]; Value '[1]' at 'names'"
                        + " failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy regular"
                        + " expression pattern: [a-z]+]; Value '{k=long}' at 'context' failed to satisfy constraint:"
                        + " Map value must satisfy constraint: [Member must have length less than or equal to 2]");
        fails(
                new Lists(List.of(), null, null),
                "1 validation error detected: Value '[]' at 'grantTokens' failed to satisfy constraint: Member must"
                        + " have length greater than or equal to 1");
    }

    @Test
    void nestedMembersHaveAPath() {
        Recipient recipient = new Recipient(Blob.copyOf(new byte[0]), "C");
        passes(new Nested(List.of(new Tag("k", "")), null, "x"));
        fails(
                new Nested(List.of(new Tag("k", "v"), new Tag("", null)), recipient, null),
                "5 validation errors detected: Value '' at 'tags.2.member.tagKey' failed to satisfy constraint: Member"
                        + " must have length greater than or equal to 1; Value null at 'tags.2.member.tagValue' failed"
                        + " to satisfy constraint: Member must not be null; Value"
                        + " 'java.nio.HeapByteBuffer[pos=0 lim=0 cap=0]' at 'recipient.document' failed to satisfy"
                        + " constraint: Member must have length greater than or equal to 1; Value 'C' at"
                        + " 'recipient.keyEncryptionAlgorithm' failed to satisfy constraint: Member must satisfy enum"
                        + " value set: [A, B, SM2]; Value null at 'xKSKeyId' failed to satisfy constraint: Member must"
                        + " not be null");
    }

    @Test
    void reportsNoMoreThanAHundred() {
        KmsException refusal = refusal(new Nested(Collections.nCopies(1_000, new Tag(null, null)), null, "x"));

        assertThat(refusal).hasMessageStartingWith("100 validation errors detected: ");
        assertThat(refusal.getMessage()).hasSizeLessThan(20_000);
    }

    private void passes(Record input) {
        assertThatCode(() -> validation.check(input)).doesNotThrowAnyException();
    }

    private void fails(Record input, String text) {
        assertThat(refusal(input)).hasMessage(text);
    }

    private KmsException refusal(Record input) {
        KmsException refusal = catchThrowableOfType(KmsException.class, () -> validation.check(input));
        assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION);
        return refusal;
    }
}
