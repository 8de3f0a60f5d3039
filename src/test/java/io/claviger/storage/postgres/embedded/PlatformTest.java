package io.claviger.storage.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, postgres-linux-x86_64.txz",
        "Linux, aarch64, postgres-linux-arm_64.txz",
        "Mac OS X, x86_64, postgres-darwin-x86_64.txz",
        "Mac OS X, aarch64, postgres-darwin-arm_64.txz"
    })
    void archiveIsNamedAfterThePlatform(String system, String architecture, String archive) {
        assertThat(Platform.of(system, architecture).archiveName()).isEqualTo(archive);
    }

    @Test
    void otherPlatformsAreRefusedInOneSentence() {
        assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessage(
                        "There is no embedded PostgreSQL for Windows 11 on amd64: configure a database of your own.");
    }
}
