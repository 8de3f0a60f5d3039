package io.claviger.iam.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.Json;
import io.claviger.testkit.JsonTrees;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClaimMappingJsonTest {
    private static final String PRINCIPAL = "'principal':'arn:aws:iam::111122223333:user/${claim:sub}'";

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        Json json = json("{'accounts':['111122223333','222233334444'],'rules':[{'when':[{'claim':'realm_access.roles',"
                + "'anyOf':['kms-*','x']}]," + PRINCIPAL + ",'tags':{'department':'${claim:department}-7'}},{"
                + PRINCIPAL + "}]}");

        ClaimMapping mapping = accepted(json);

        assertThat(ClaimMappingJson.write(mapping)).isEqualTo(json);
        assertThat(accepted(ClaimMappingJson.write(mapping))).isEqualTo(mapping);
    }

    @Test
    void aQuotedClaimIsWrittenWithItsQuotes() {
        Json json = JsonTrees.parse("{\"accounts\":\"*\",\"rules\":[{\"principal\":"
                + "\"arn:aws:iam::111122223333:user/${claim:\\\"https://x.example/{n}\\\".a}\"}]}");

        assertThat(ClaimMappingJson.write(accepted(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7                                         | the mapping is not an object; /accounts is missing;"
                        + " /rules is missing",
                "{'accounts':'x','rules':[{P}]}            | /accounts is not a list of 1 to 1000 items",
                "{'accounts':[],'rules':[{P}]}             | /accounts is not a list of 1 to 1000 items",
                "{'accounts':['*'],'rules':[{P}]}          | /accounts/0 is not an account id of 12 digits",
                "{'accounts':[111122223333],'rules':[{P}]} | /accounts/0 is not an account id of 12 digits",
                "{'accounts':'*','rules':[]}               | /rules is not a list of 1 to 100 items",
                "{'accounts':'*','rules':{}}               | /rules is not a list of 1 to 100 items",
                "{'accounts':'*','rules':[{P}],'a/b':1}    | /a~1b is not known here",
                "{'accounts':'*','rules':[7]}              | /rules/0 is not an object; /rules/0/principal is missing",
                "{'accounts':'*','rules':[{P,'Tags':{}}]}  | /rules/0/Tags is not known here",
                "{'accounts':'*','rules':[{'principal':7}]} | /rules/0/principal is not a string of at most 2048"
                        + " characters",
                "{'accounts':'*','rules':[{'principal':'arn:aws:iam::111122223333:role/x'}]} | /rules/0/principal is"
                        + " neither one claim nor the ARN of a user or of a role session of an account",
                "{'accounts':'*','rules':[{'principal':'${claim:a}${claim:b}'}]} | /rules/0/principal is neither one"
                        + " claim nor the ARN of a user or of a role session of an account",
                "{'accounts':'*','rules':[{'principal':'${claim:a'}]} | /rules/0/principal is not a template: a"
                        + " ${claim:…} does not end",
                "{'accounts':'*','rules':[{'principal':'${claim:}'}]} | /rules/0/principal is not a template: a"
                        + " ${claim:…} does not name a claim",
                "{'accounts':'*','rules':[{'principal':'${aws:x}'}]} | /rules/0/principal is not a template: only"
                        + " ${claim:…} may be filled in",
                "{'accounts':'*','rules':[{P,'when':[]}]}  | /rules/0/when is not a list of 1 to 20 items",
                "{'accounts':'*','rules':[{P,'when':[{}]}]} | /rules/0/when/0/claim is missing; /rules/0/when/0/anyOf"
                        + " is missing",
                "{'accounts':'*','rules':[{P,'when':[{'claim':'a b','anyOf':['x']}]}]} | /rules/0/when/0/claim does"
                        + " not name a claim",
                "{'accounts':'*','rules':[{P,'when':[{'claim':'a','anyOf':'x'}]}]} | /rules/0/when/0/anyOf is not a"
                        + " list of 1 to 100 items",
                "{'accounts':'*','rules':[{P,'when':[{'claim':'a','anyOf':['x',7]}]}]} | /rules/0/when/0/anyOf/1 is"
                        + " not a string of at most 2048 characters",
                "{'accounts':'*','rules':[{P,'tags':[]}]}  | /rules/0/tags is not an object",
                "{'accounts':'*','rules':[{P,'tags':{'a~b/c':7}}]} | /rules/0/tags/a~0b~1c is not a string of at most"
                        + " 2048 characters",
                "{'accounts':'*','rules':[{P,'tags':{'aws:x':'y'}}]} | /rules/0/tags has keys that a session's tags may"
                        + " not have, too many, or two that differ in case alone",
                "{'accounts':'*','rules':[{P,'tags':{'a':'y','A':'y'}}]} | /rules/0/tags has keys that a session's"
                        + " tags may not have, too many, or two that differ in case alone",
                "{'accounts':'*','rules':[{P},{P,'when':7},{P,'tags':7}]} | /rules/1/when is not a list of 1 to 20"
                        + " items; /rules/2/tags is not an object"
            })
    void everythingThatIsWrongIsSaidAndWhere(String text, String problems) {
        assertThat(problems(json(text.replace("P", PRINCIPAL)))).isEqualTo(problems);
    }

    @Test
    void tooManyRulesAreRefused() {
        String rules =
                IntStream.range(0, 101).mapToObj(i -> "{" + PRINCIPAL + "}").collect(Collectors.joining(","));

        assertThat(problems(json("{'accounts':'*','rules':[" + rules + "]}")))
                .isEqualTo("/rules is not a list of 1 to 100 items");
    }

    @Test
    void tooManyTagsAreRefused() {
        String tags = IntStream.range(0, 51).mapToObj(i -> "'k" + i + "':'v'").collect(Collectors.joining(","));

        assertThat(problems(json("{'accounts':'*','rules':[{" + PRINCIPAL + ",'tags':{" + tags + "}}]}")))
                .startsWith("/rules/0/tags has keys");
    }

    private static ClaimMapping accepted(Json json) {
        if (ClaimMappingJson.read(json) instanceof MappingReading.Accepted accepted) {
            return accepted.mapping();
        }
        throw new AssertionError(problems(json));
    }

    private static String problems(Json json) {
        MappingReading.Refused refused = (MappingReading.Refused) ClaimMappingJson.read(json);
        return refused.problems().stream().map(MappingProblem::toString).collect(Collectors.joining("; "));
    }

    /** With single quotes for double ones. */
    private static Json json(String text) {
        return JsonTrees.parse(text.replace('\'', '"'));
    }
}
