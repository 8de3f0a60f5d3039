package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternOverlapTest {

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "a, a, true",
        "a, b, false",
        "a*, *b, true",
        "a*c, ab*, true",
        "a*c, b*, false",
        "?, a, true",
        "?, ab, false",
        "?*, '', false",
        "*, '', true",
        "**, *, true",
        "'', a, false",
        "a?c*, *bd, true",
        "a?c*, abd, false"
    })
    void patternsOverlapIfOneTextMatchesBoth(String first, String second, boolean expected) {
        assertThat(PatternOverlap.exists(first, second)).isEqualTo(expected);
        assertThat(PatternOverlap.exists(second, first)).isEqualTo(expected);
    }
}
