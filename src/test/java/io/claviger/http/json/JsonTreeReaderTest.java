package io.claviger.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.claviger.common.Json;
import io.claviger.common.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeReaderTest {
    private final JsonTreeReader reader = new JsonTreeReader();

    @Test
    void readsEveryKindOfValue() throws MalformedJsonException {
        Json tree = reader.read(" {\"s\":\"grüße 🔑\",\"a\":[1,true,false,null,{}],\"o\":{\"k\":\"v\"}} ");

        SequencedMap<String, Json> members = new LinkedHashMap<>();
        members.put("s", new Json.Str("grüße 🔑"));
        members.put(
                "a",
                new Json.Arr(List.of(
                        new Json.Num("1"),
                        new Json.Bool(true),
                        new Json.Bool(false),
                        new Json.Null(),
                        new Json.Obj(new LinkedHashMap<>()))));
        SequencedMap<String, Json> inner = new LinkedHashMap<>();
        inner.put("k", new Json.Str("v"));
        members.put("o", new Json.Obj(inner));
        assertThat(tree).isEqualTo(new Json.Obj(members));
    }

    @Test
    void keepsTheOrderOfMembers() throws MalformedJsonException {
        Json.Obj tree = (Json.Obj) reader.read("{\"z\":1,\"a\":2,\"m\":3}");

        assertThat(tree.members().keySet()).containsExactly("z", "a", "m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1.50",
                "1E+2",
                "1e999999999",
                "123456789012345678901234567890",
                "0.1000000000000000055511"
            })
    void numbersKeepTheirText(String number) throws MalformedJsonException {
        assertThat(reader.read(number)).isEqualTo(new Json.Num(number));
        assertThat(reader.read("[" + number + "]")).isEqualTo(new Json.Arr(List.of(new Json.Num(number))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1",
                "]",
                "{}{}",
                "[] 1",
                "{},",
                "nul",
                "{\"a\":1,\"a\":2}",
                "[{\"a\":{\"b\":1,\"b\":1}}]",
                "{\"a\"}",
                "{a:1}",
                "'a'",
                "[1,]",
                "[,]",
                "01",
                "+1",
                ".5",
                "NaN",
                "/**/1",
                "#\n1",
                "\"\\ud800\"",
                "{\"\\udc00\":1}",
                "\"a\nb\"",
                "\"\\q\"",
                "\uFEFF1"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> reader.read(text)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void refusesNestingDeeperThan32() throws MalformedJsonException {
        assertThat(reader.read("[".repeat(32) + "]".repeat(32))).isInstanceOf(Json.Arr.class);
        assertThatThrownBy(() -> reader.read("[".repeat(33) + "]".repeat(33)))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void saysWhereAndNotWhat() {
        MalformedJsonException failure =
                catchThrowableOfType(MalformedJsonException.class, () -> reader.read("{\n \"a\": secret}"));

        assertThat(failure).hasNoCause().hasMessageStartingWith("not JSON at line 2, column ");
        assertThat(failure.line()).isEqualTo(2);
        assertThat(failure.column()).isBetween(7, 13);
    }

    @Test
    void neverThrowsAnythingElse() {
        Random random = new Random(11);
        String grammar = "{}[]\",:\\0123456789eE+-.ntfu a\ud83d\udd11";
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(24);
            for (int j = 0; j < length; j++) {
                text.append(grammar.charAt(random.nextInt(grammar.length())));
            }
            try {
                assertThat(reader.read(text.toString())).isNotNull();
            } catch (MalformedJsonException expected) {
                assertThat(expected.line()).isPositive();
            }
        }
    }
}
