package io.claviger.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.testkit.ServiceProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;
import software.amazon.awssdk.services.kms.model.Tag;

@QuarkusTest
@TestProfile(ServiceProfile.class)
class TagsConformanceTest extends ServiceTest {
    private String key;

    @BeforeEach
    void setUpKey() {
        key = newKey();
    }

    @Test
    void tagsKeepTheOrderInWhichTheyCame() {
        tag(tag("z", "1"), tag("a", "2"));
        tag(tag("m", "3"));

        ListResourceTagsResponse answer = kms.listResourceTags(in -> in.keyId(key));

        assertThat(answer.tags()).containsExactly(tag("z", "1"), tag("a", "2"), tag("m", "3"));
        assertThat(answer.truncated()).isFalse();
        assertThat(answer.nextMarker()).isNull();
    }

    @Test
    void aTagThatExistsGetsTheNewValueAndKeepsItsPlace() {
        tag(tag("first", "1"), tag("second", "2"));

        tag(tag("first", "changed"), tag("third", "3"));

        assertThat(tags()).containsExactly(tag("first", "changed"), tag("second", "2"), tag("third", "3"));
    }

    @Test
    void tagKeysDifferByCaseAndTakeEveryAllowedCharacter() {
        tag(tag("Team", "1"), tag("team", ""), tag("a b_c.d:e/f=g+h-i@jé9", "ü _.:/=+-@"));

        assertThat(tags())
                .containsExactly(tag("Team", "1"), tag("team", ""), tag("a b_c.d:e/f=g+h-i@jé9", "ü _.:/=+-@"));
    }

    @Test
    void tagsMayBeAsLongAsTheModelSays() {
        Tag longest = tag("k".repeat(128), "v".repeat(256));

        tag(longest);

        assertThat(tags()).containsExactly(longest);
    }

    @Test
    void longerTagsAreRefusedByTheirPath() {
        String value = "v".repeat(257);

        assertRefused(
                () -> kms.tagResource(in -> in.keyId(key).tags(tag("a", "1"), tag("b", value))),
                "ValidationException",
                "1 validation error detected: Value '" + value
                        + "' at 'tags.2.member.tagValue' failed to satisfy constraint: Member must have length less"
                        + " than or equal to 256");
        assertThat(tags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws:x", "AWS:x", "aWs:"})
    void reservedTagsAreRefused(String reserved) {
        String text = "Tags beginning with aws: are reserved";

        assertRefused(
                () -> kms.tagResource(in -> in.keyId(key).tags(tag("a", "1"), tag(reserved, "1"))),
                "TagException",
                text);
        assertRefused(() -> kms.untagResource(in -> in.keyId(key).tagKeys(reserved)), "TagException", text);
        assertThat(tags()).isEmpty();
    }

    @Test
    void aTagTwiceInOneRequestIsRefused() {
        assertRefused(
                () -> kms.tagResource(in -> in.keyId(key).tags(tag("a", "1"), tag("a", "1"))),
                "TagException",
                "Duplicate tag keys");
        assertThat(tags()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a#b, x", "a, x*y", "'a\tb', x"})
    void otherCharactersAreRefused(String tagKey, String value) {
        assertThat(refusal(() -> kms.tagResource(in -> in.keyId(key).tags(tag(tagKey, value))))
                        .awsErrorDetails()
                        .errorCode())
                .isEqualTo("TagException");
        assertThat(tags()).isEmpty();
    }

    @Test
    void aKeyHasFiftyTagsAndNoMore() {
        List<Tag> fifty = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            fifty.add(tag("key" + i, "value"));
        }
        kms.tagResource(in -> in.keyId(key).tags(fifty));

        assertThat(refusal(() -> kms.tagResource(in -> in.keyId(key).tags(tag("more", ""))))
                        .awsErrorDetails()
                        .errorCode())
                .isIn("TagException", "LimitExceededException");
        assertThat(tags()).isEqualTo(fifty);
        tag(tag("key0", "changed"));
        assertThat(tags().getFirst()).isEqualTo(tag("key0", "changed"));
    }

    @Test
    void untagResourceRemovesWhatIsThereAndIgnoresTheRest() {
        tag(tag("a", "1"), tag("b", "2"), tag("c", "3"));

        kms.untagResource(in -> in.keyId(key).tagKeys("b", "absent", "B"));

        assertThat(tags()).containsExactly(tag("a", "1"), tag("c", "3"));
    }

    @Test
    void bothOperationsRequireTheirTags() {
        assertRefused(
                () -> kms.tagResource(in -> in.keyId(key)),
                "ValidationException",
                "1 validation error detected: Value null at 'tags' failed to satisfy constraint: Member must not be"
                        + " null");
        assertRefused(
                () -> kms.untagResource(in -> in.keyId(key)),
                "ValidationException",
                "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not"
                        + " be null");
    }

    @Test
    void listResourceTagsGoesThroughThemPageByPage() {
        List<Tag> all = List.of(tag("c", "1"), tag("a", "2"), tag("b", "3"));
        kms.tagResource(in -> in.keyId(key).tags(all));

        ListResourceTagsResponse first =
                kms.listResourceTags(in -> in.keyId(key).limit(2));
        ListResourceTagsResponse second =
                kms.listResourceTags(in -> in.keyId(key).limit(2).marker(first.nextMarker()));

        assertThat(first.tags()).isEqualTo(all.subList(0, 2));
        assertThat(first.truncated()).isTrue();
        assertThat(second.tags()).isEqualTo(all.subList(2, 3));
        assertThat(second.truncated()).isFalse();
        assertThat(second.nextMarker()).isNull();
    }

    @Test
    void listResourceTagsRefusesMarkersThatAreNotItsOwn() {
        tag(tag("a", "1"), tag("b", "2"));
        String other = newKey();
        String own = kms.listResourceTags(in -> in.keyId(key).limit(1)).nextMarker();

        for (Invocation call : List.<Invocation>of(
                () -> kms.listResourceTags(in -> in.keyId(key).marker("garbage")),
                () -> kms.listResourceTags(in -> in.keyId(other).marker(own)))) {
            assertThat(refusal(call).awsErrorDetails().errorCode()).isEqualTo("InvalidMarkerException");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, greater than or equal to 1", "51, less than or equal to 50"})
    void listResourceTagsRefusesALimitOutOfRange(int limit, String constraint) {
        assertRefused(
                () -> kms.listResourceTags(in -> in.keyId(key).limit(limit)),
                "ValidationException",
                "1 validation error detected: Value '" + limit
                        + "' at 'limit' failed to satisfy constraint: Member must have value " + constraint);
    }

    @Test
    void changesAtTheSameTimeAreAllKept() {
        List<String> keys = Collections.synchronizedList(new ArrayList<>());
        IntStream.range(0, 8).parallel().forEach(i -> {
            tag(tag("parallel" + i, "x"));
            keys.add("parallel" + i);
        });

        assertThat(tags()).extracting(Tag::tagKey).containsExactlyInAnyOrderElementsOf(keys);
    }

    private void tag(Tag... tags) {
        kms.tagResource(in -> in.keyId(key).tags(tags));
    }

    private List<Tag> tags() {
        return kms.listResourceTags(in -> in.keyId(key)).tags();
    }

    private static Tag tag(String tagKey, String value) {
        return Tag.builder().tagKey(tagKey).tagValue(value).build();
    }
}
