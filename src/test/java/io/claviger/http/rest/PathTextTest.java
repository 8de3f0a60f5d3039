package io.claviger.http.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextTest {

    @Test
    void encodedSlashesBelongToTheirSegment() {
        assertThat(PathText.segments("/v1/keys/alias%2Fa%20b/access").orElseThrow())
                .containsExactly("v1", "keys", "alias/a b", "access");
        assertThat(PathText.segments("/v1/keys/arn:aws:kms:us-east-1:1:alias%2fa/access")
                        .orElseThrow())
                .containsExactly("v1", "keys", "arn:aws:kms:us-east-1:1:alias/a", "access");
    }

    @Test
    void nothingIsNormalized() {
        assertThat(PathText.segments("/v1//./../x/").orElseThrow()).containsExactly("v1", "", ".", "..", "x", "");
        assertThat(PathText.segments("/a+b").orElseThrow()).containsExactly("a+b");
    }

    @Test
    void escapesAreUtf8() {
        assertThat(PathText.segments("/%C3%A9").orElseThrow()).containsExactly("é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "/%", "/%1", "/%zz", "/%C3", "/%ED%A0%80", "/a b", "/é", "/%+1"})
    void brokenPathsAreNone(String path) {
        assertThat(PathText.segments(path)).isEmpty();
    }

    @Test
    void parametersAreDecodedOnce() {
        assertThat(PathText.parameters("limit=5&marker=a%2Bb+c%252F&flag&").orElseThrow())
                .containsEntry("limit", List.of("5"))
                .containsEntry("marker", List.of("a+b c%2F"))
                .containsEntry("flag", List.of(""));
        assertThat(PathText.parameters("a=2&b=1&a=1").orElseThrow()).containsEntry("a", List.of("2", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "%zz=1", "a=\u00e9"})
    void brokenQueriesAreNone(String query) {
        assertThat(PathText.parameters(query)).isEmpty();
    }
}
