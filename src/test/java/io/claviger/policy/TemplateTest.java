package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of policy variables. */
class TemplateTest {
    private static final Context CONTEXT = Context.builder().put("a:b", "value").build();

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "${a:b}, value",
                "${ A:B }, value",
                "x${a:b}y, xvaluey",
                "${a:b}${a:b}, valuevalue",
                "${a:b}}, value}",
                "\"${a:b,'default'}\", value",
                "\"${a:c, 'default'}\", default",
                "\"${a:c, ' x '}\", \" x \"",
                "\"${a:c, ''}\", \"\"",
                "\"${a:c, 'it's'}\", it's",
                "\"${a:c, 'b, c'}\", \"b, c\"",
                "${*}${?}${$}, *?$",
                "$a, $a",
                "{a:b}, {a:b}",
            })
    void fillsIn(String text, String expected) {
        assertThat(Template.parse(text, true).map(template -> template.text(CONTEXT)))
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${",
                "x${a:b",
                "${}",
                "${ }",
                "${,'x'}",
                "${a:b,}",
                "${a:b, x}",
                "${a:b, '}",
                "${a:b, 'x}",
                "${a:b, x'}"
            })
    void refusesOtherForms(String text) {
        assertThat(Template.parse(text, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${a:b}", "${", "${}"})
    void isPlainTextInTheOldVersion(String text) {
        assertThat(Template.parse(text, false).map(template -> template.text(CONTEXT)))
                .contains(text);
    }
}
