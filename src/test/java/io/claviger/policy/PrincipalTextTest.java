package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.claviger.common.Arn;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts that name principals, at the limits of what they may hold. */
class PrincipalTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::111122223333:user/azAZ09",
                "arn:aws:iam::111122223333:user/_+=,.@-",
                "arn:aws:iam::111122223333:user/!/~/Bob"
            })
    void readsUsers(String text) {
        assertThat(PrincipalText.aws(text))
                .isEqualTo(new PrincipalPattern.User(Arn.parse(text).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:sts::111122223333:assumed-role/App/alice@example.com",
                "arn:aws:sts::111122223333:federated-user/Bob"
            })
    void readsSessions(String text) {
        assertThat(PrincipalText.aws(text))
                .isEqualTo(new PrincipalPattern.Session(Arn.parse(text).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AIDA000000000009", "AROAZ0123456789AZ", "AROAaz0123456789az"})
    void readsUniqueIds(String text) {
        assertThat(PrincipalText.aws(text)).isEqualTo(new PrincipalPattern.UniqueId(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AIDA00000000000",
                "AIDA0000-00000000000",
                "ASIA000000000009",
                "11112222333",
                "arn:aws:iam::111122223333:user",
                "arn:aws:iam::111122223333:user/",
                "arn:aws:iam::111122223333:user/p*/Bob",
                "arn:aws:iam::111122223333:user/p?/Bob",
                "arn:aws:iam::111122223333:user/p q/Bob",
                "arn:aws:iam::111122223333:user/\u00e4/Bob",
                "arn:aws:iam::111122223333:user/Bob\u007f",
                "arn:aws:iam::111122223333:user/Bob:",
                "arn:aws:iam::111122223333:role/App*",
                "arn:aws:iam:us-west-2:111122223333:user/Bob",
                "arn:aws:sts::111122223333:user/Bob",
                "arn:aws:sts::111122223333:root",
                "arn:aws:iam::111122223333:assumed-role/App/s1",
                "arn:aws:iam::111122223333:federated-user/Bob",
                "arn:aws:sts::111122223333:assumed-role/App",
                "arn:aws:sts::111122223333:assumed-role/App/",
                "arn:aws:sts::111122223333:assumed-role//s1",
                "arn:aws:sts::111122223333:assumed-role/App/s1/x",
                "arn:aws:sts::111122223333:assumed-role/App/*",
                "arn:aws:sts::111122223333:federated-user/",
                "arn:aws:sts::111122223333:federated-user/p/Bob",
                "arn:azure:iam::111122223333:user/Bob"
            })
    void refusesOtherTexts(String text) {
        assertThat(PrincipalText.aws(text)).isEqualTo(new PrincipalPattern.Unknown(text));
    }

    @ParameterizedTest
    @CsvSource({
        "ec2.amazonaws.com, true",
        "a-9.Z, true",
        "amazonaws, false",
        ".amazonaws.com, false",
        "ec2.amazonaws., false",
        "ec2..com, false",
        "*.amazonaws.com, false",
        "e_c2.amazonaws.com, false",
    })
    void readsServices(String text, boolean isService) {
        assertThat(PrincipalText.service(text))
                .isEqualTo(isService ? new PrincipalPattern.Service(text) : new PrincipalPattern.Unknown(text));
    }

    @ParameterizedTest
    @CsvSource({"accounts.example.com, true", "*.example.com, false", "?.example.com, false", "'', false"})
    void readsProviders(String text, boolean isProvider) {
        assertThat(PrincipalText.provider(text))
                .isEqualTo(isProvider ? new PrincipalPattern.Provider(text) : new PrincipalPattern.Unknown(text));
    }
}
