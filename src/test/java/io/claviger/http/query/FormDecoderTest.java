package io.claviger.http.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.Blob;
import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import io.claviger.common.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FormDecoderTest {
    record Tag(String key, String value) {}

    record Request(
            String userName,
            Integer maxItems,
            Long big,
            Boolean onlyAttached,
            Blob data,
            SecretBytes password,
            Instant at,
            List<Tag> tags,
            List<String> names,
            Tag tag,
            Map<String, String> pairs) {}

    private static Request decode(String form) {
        return new FormDecoder().decode(form.getBytes(StandardCharsets.UTF_8), Request.class);
    }

    @Test
    void everyTypeIsRead() {
        Request request = decode("Action=X&Version=1&UserName=a%2Bb+%C3%A9&MaxItems=10&Big=5000000000&OnlyAttached=true"
                + "&Data=AQI%3D&Password=p%26w&At=2026-01-02T03%3A04%3A05Z&Tag.Key=k&Tag.Value="
                + "&Pairs.entry.1.key=a&Pairs.entry.1.value=b");

        assertThat(request.userName()).isEqualTo("a+b \u00e9");
        assertThat(request.maxItems()).isEqualTo(10);
        assertThat(request.big()).isEqualTo(5_000_000_000L);
        assertThat(request.onlyAttached()).isTrue();
        assertThat(request.data().toByteArray()).containsExactly(1, 2);
        assertThat(request.password().reveal()).isEqualTo("p&w".getBytes(StandardCharsets.UTF_8));
        assertThat(request.at()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(request.tag()).isEqualTo(new Tag("k", ""));
        assertThat(request.pairs()).containsExactly(Map.entry("a", "b"));
    }

    @Test
    void absentMembersAreNull() {
        assertThat(decode("")).hasAllNullFieldsOrProperties();
    }

    @Test
    void listsAreInTheOrderOfTheirNumbers() {
        Request request = decode("Names.member.10=c&Names.member.2=b&Names.member.1=a"
                + "&Tags.member.1.Key=x&Tags.member.1.Value=1&Tags.member.2.Key=y&Tags.member.2.Value=2");

        assertThat(request.names()).containsExactly("a", "b", "c");
        assertThat(request.tags()).containsExactly(new Tag("x", "1"), new Tag("y", "2"));
    }

    @Test
    void anEmptyValueIsAnEmptyList() {
        assertThat(decode("Names=&Tags=").names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MaxItems=x",
                "MaxItems=5000000000",
                "MaxItems=",
                "MaxItems.member.1=1",
                "Big=1.0",
                "OnlyAttached=yes",
                "OnlyAttached=True",
                "Data=%21",
                "At=yesterday",
                "UserName.a=1",
                "Names=a",
                "Names.1=a",
                "Names.member=a",
                "Names.member.0=a",
                "Names.member.x=a",
                "Names.member.1=a&Names=",
                "Names.member.1.Key=a",
                "Tags.member.1=a",
                "Tag=a",
                "Pairs.entry.1.key=a",
                "Pairs.entry.1.key=a&Pairs.entry.1.value=b&Pairs.entry.2.key=a&Pairs.entry.2.value=c",
                "A.B.C.D.E.F.G.H.I.J.K.L.M.N.O.P.Q=1",
                "UserName=a&UserName=b",
                "UserName=%",
                "UserName=%4",
                "UserName=%zz",
                "UserName=%ff",
                "UserName=%c0%80",
                "UserName=%ed%a0%80",
                "UserName=a b",
                "UserName=\u00e9",
                "=a"
            })
    void whatIsMalformedIsTheCallersFault(String form) {
        assertThatThrownBy(() -> decode(form))
                .isInstanceOfSatisfying(
                        KmsException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SERIALIZATION));
    }

    @Test
    void tooManyParametersAreNoForm() {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i <= 5_000; i++) {
            form.append("a").append(i).append("=&");
        }

        assertThatThrownBy(() -> decode(form.toString())).isInstanceOf(KmsException.class);
    }
}
