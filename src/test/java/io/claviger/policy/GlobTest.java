package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "'', a, false",
        "*, '', true",
        "*, anything, true",
        "?, a, true",
        "?, '', false",
        "?, ab, false",
        "abc, abc, true",
        "abc, abd, false",
        "abc, abcd, false",
        "ab*, ab, true",
        "ab*, abc, true",
        "ab*, a, false",
        "*bc, abc, true",
        "*bc, abcbc, true",
        "*bc, abcb, false",
        "a*c, abbbc, true",
        "a*c, ac, true",
        "a*b*c, aXbYc, true",
        "a*b*c, aXcYb, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "a*?c, ac, false",
        "a*?c, abc, true",
        "**, abc, true",
        "a**, a, true",
        "*a*, bab, true",
        "*a*, bbb, false",
        "kms:ReEncrypt*, kms:ReEncryptFrom, true",
        "kms:ReEncrypt, kms:ReEncryptFrom, false",
    })
    void matchesTheWholeText(String pattern, String text, boolean expected) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"?, 😀, true", "??, 😀, false", "a?b, a😀b, true", "*?, 😀, true", "*??, 😀, false", "😀*, 😀x, true"})
    void takesASurrogatePairForOneCharacter(String pattern, String text, boolean expected) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(expected);
    }

    @Test
    void keepsEscapedWildcardsLiteral() {
        Glob glob = new Glob.Builder()
                .append("a", true)
                .append("*", false)
                .append("?", true)
                .build();

        assertThat(glob.matches("a*b")).isTrue();
        assertThat(glob.matches("axb")).isFalse();
    }

    @Test
    void matchesAPartOfAText() {
        assertThat(Glob.of("b*").matches("abcd", 1, 3)).isTrue();
        assertThat(Glob.of("b?").matches("abcd", 1, 4)).isFalse();
        assertThat(Glob.of("bc").matches("abcd", 1, 3)).isTrue();
        assertThat(Glob.of("bcd*").matches("abcd", 1, 3)).isFalse();
    }

    @Test
    void takesHalfASurrogatePairForACharacter() {
        assertThat(Glob.of("?").matches("\ud83d")).isTrue();
        assertThat(Glob.of("??").matches("\ud83dx")).isTrue();
    }

    @Test
    void answersANearMissAtOnce() {
        String text = "a".repeat(200);
        Glob sixStars = Glob.of("a*a*a*a*a*a*b");
        Glob manyStars = Glob.of("a*".repeat(100) + "b");

        boolean matches = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> sixStars.matches(text) || manyStars.matches(text));

        assertThat(matches).isFalse();
    }
}
