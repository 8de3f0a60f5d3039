package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.Json;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One Condition element against one context. */
class ConditionVectorTest {

    @TestFactory
    Stream<DynamicTest> holdsAsTheVectorsSay() {
        return Stream.of("conditions.json", "variables.json")
                .flatMap(file -> OwnVectors.read(file).stream().map(json -> test(file, new Fields(json))));
    }

    private static DynamicTest test(String file, Fields vector) {
        return DynamicTest.dynamicTest(file + ": " + vector.text("sentence"), () -> {
            Json condition = vector.required("condition");
            Context context = vector.optional("context").map(Fields::context).orElse(Context.EMPTY);
            boolean variables =
                    vector.optionalText("version").orElse("2012-10-17").equals("2012-10-17");
            boolean expected = ((Json.Bool) vector.required("holds")).value();
            vector.refuseOthers();
            Problems problems = new Problems();

            ConditionParser.Parsed parsed =
                    new ConditionParser(PolicyKind.IDENTITY, variables, problems).parse(condition);

            assertThat(problems.all()).isEmpty();
            assertThat(parsed.conditions().stream().allMatch(each -> each.holds(context)))
                    .isEqualTo(expected);
        });
    }
}
