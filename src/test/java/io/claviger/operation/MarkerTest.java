package io.claviger.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.claviger.common.ErrorCode;
import io.claviger.common.KmsException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MarkerTest {
    private static final String LIST = "ListKeys 111122223333 us-west-2";

    @ParameterizedTest
    @ValueSource(strings = {"alias/a", "", "alias/ü"})
    void itemComesBack(String item) {
        assertThat(Marker.read(LIST, Marker.after(LIST, item))).isEqualTo(item);
    }

    @Test
    void noMarkerIsTheBeginning() {
        assertThat(Marker.read(LIST, null)).isNull();
    }

    @Test
    void markerIsWithinTheModel() {
        assertThat(Marker.after(LIST, "alias/" + "a".repeat(250))).matches("[\\u0020-\\u00FF]{1,1024}");
    }

    @Test
    void markerOfAnotherListIsInvalid() {
        assertInvalid(Marker.after("ListKeys 444455556666 us-west-2", "x"));
        assertInvalid(Marker.after(LIST + "\nx", "y").substring(0, 10));
        assertInvalid(Marker.after("ListKeys", "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "%%%", "AAAA", "a", "not base64!"})
    void textThatIsNoMarkerIsInvalid(String text) {
        assertInvalid(text);
    }

    @Test
    void markerWithoutTheSeparatorIsInvalid() {
        assertInvalid(
                Base64.getUrlEncoder().withoutPadding().encodeToString((LIST + "x").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void itemThatNoNameCanHoldIsInvalid() {
        assertInvalid(Marker.after(LIST, "two\nlines"));
        assertInvalid(Marker.after(LIST, "zero\0"));
    }

    private static void assertInvalid(String marker) {
        assertThatThrownBy(() -> Marker.read(LIST, marker)).isInstanceOfSatisfying(KmsException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_MARKER);
            assertThat(failure.text()).contains("The marker is invalid.");
        });
    }
}
