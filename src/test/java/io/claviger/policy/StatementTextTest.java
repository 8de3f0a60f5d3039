package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.testkit.JsonTrees;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may stand in a statement of a document that somebody wants to store. */
class StatementTextTest {

    @ParameterizedTest
    @CsvSource({
        "*, true",
        "**, true",
        "k:E, true",
        "kms:*, true",
        "*:*, true",
        "'', false",
        "kms, false",
        "kms*, false",
        ":Encrypt, false",
        "kms:, false",
    })
    void acceptsServiceAndActionAsAction(String action, boolean isAccepted) {
        assertThat(isAccepted("\"Action\": \"%s\"".formatted(action))).isEqualTo(isAccepted);
    }

    @ParameterizedTest
    @CsvSource({
        "\"azAZ09\", true",
        "\"a b\", false",
        "\"a-b\", false",
        "\"\u00e4\", false",
        "\"@\", false",
        "\"[\", false",
        "\"`\", false",
        "\"{\", false",
        "\"/\", false",
        "\":\", false",
        "7, false",
        "null, false",
    })
    void acceptsLettersAndDigitsAsSid(String sid, boolean isAccepted) {
        assertThat(isAccepted("\"Action\": \"kms:*\", \"Sid\": " + sid)).isEqualTo(isAccepted);
    }

    private static boolean isAccepted(String elements) {
        ParseResult result = PolicyParser.parse(
                JsonTrees.parse(
                        "{\"Statement\": {\"Effect\": \"Allow\", \"Resource\": \"*\", %s}}".formatted(elements)),
                PolicyKind.IDENTITY);
        return result instanceof ParseResult.Accepted;
    }
}
