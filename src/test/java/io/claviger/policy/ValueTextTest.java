package io.claviger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of numbers, dates and addresses. */
class ValueTextTest {

    @ParameterizedTest
    @CsvSource({
        "2026, 2026-01-01T00:00:00Z",
        "2026-06, 2026-06-01T00:00:00Z",
        "2026-06-02, 2026-06-02T00:00:00Z",
        "2026-06-02T03:04Z, 2026-06-02T03:04:00Z",
        "2026-06-02T03:04:05Z, 2026-06-02T03:04:05Z",
        "2026-06-02T03:04:05.5Z, 2026-06-02T03:04:05.5Z",
        "2026-06-02T03:04:05.1234567899Z, 2026-06-02T03:04:05.123456789Z",
        "2026-06-02T03:04:05+02:00, 2026-06-02T01:04:05Z",
        "2026-06-02T03:04:05-02:30, 2026-06-02T05:34:05Z",
        "1767225600, 2026-01-01T00:00:00Z",
        "1546257599.0, 2018-12-31T11:59:59Z",
        "1546257599.5, 2018-12-31T11:59:59.5Z",
        "0, 1970-01-01T00:00:00Z",
        "-1, 1969-12-31T23:59:59Z",
        "-0.5, 1969-12-31T23:59:59.5Z",
        "1E9, 2001-09-09T01:46:40Z",
    })
    void readsDates(String text, Instant expected) {
        assertThat(DateMatcher.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "today",
                "2026-13",
                "2026-02-30",
                "2026-06-02T",
                "2026-06-02T03Z",
                "2026-06-02T03:04:05",
                "2026-06-02 03:04:05Z",
                "2026-06-02T03:04:05.Z",
                "2026-06-02T03:04.5Z",
                "2026-06-02T03:04:05Zx",
                "2026-06-02T03:04:05+2:00",
                "2026-06-0203:04:05Z",
                "2026-06-02T0304:05Z",
                "2026-06-02T03:04:05.5",
                "2026-06-02T03:04:0502:00",
                "2026-06-02T03:04:05+0200",
                "2026-06-02T03:04:05+02:00x",
                "2026-06-02T24:00:00Z",
                "2026-06T03:04:05Z",
                "1E999",
                "٢٠٢٦"
            })
    void refusesOtherDates(String text) {
        assertThat(DateMatcher.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "7.0", "-1", "+1", "1e3", "0.0000001"})
    void readsNumbers(String text) {
        assertThat(NumberMatcher.parse(text)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 7", "7,0", "0x7", "NaN", "seven", "1e9999999", "1e-9999999", "٧", "1.2.3", "-"})
    void refusesOtherNumbers(String text) {
        assertThat(NumberMatcher.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, c0000201",
        "255.255.255.255, ffffffff",
        "::, 00000000000000000000000000000000",
        "::1, 00000000000000000000000000000001",
        "2001:DB8::9, 20010db8000000000000000000000009",
        "2001:db8:0:0:0:0:0:9, 20010db8000000000000000000000009",
        "1::, 00010000000000000000000000000000",
        "64:ff9b::192.0.2.1, 0064ff9b0000000000000000c0000201",
        "::ffff:192.0.2.1, c0000201",
        "::ffff:c000:201, c0000201",
        "0000:0000:0000:0000:0000:ffff:255.255.255.255, ffffffff",
    })
    void readsAddresses(String text, String expected) {
        assertThat(HexFormat.of().formatHex(IpAddressText.parse(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "::1%eth0",
                ":::",
                "1::2::3",
                ":1",
                "1:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "g::",
                "1.2.3.4::",
                "::1.2.3.256",
                "::1.2.3",
                "0000:0000:0000:0000:0000:ffff:0255.255.255.255",
                "localhost"
            })
    void refusesOtherAddresses(String text) {
        assertThat(IpAddressText.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.7, true",
        "203.0.113.0/29, 203.0.113.7, true",
        "203.0.113.0/29, 203.0.113.8, false",
        "203.0.113.7/24, 203.0.113.200, true",
        "203.0.113.0/24, 203.0.114.1, false",
        "192.0.2.0/31, 192.0.2.1, true",
        "192.0.2.0/31, 192.0.2.2, false",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 192.0.2.1, false",
        "2001:db8::/33, 2001:db8:8000::, false",
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "10.0.0.0/8, not an address, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
    })
    void knowsTheAddressesOfARange(String range, String address, boolean expected) {
        ValueMatcher matcher = IpMatcher.of(range);

        assertThat(matcher.match(address, Context.EMPTY)).isEqualTo(ValueMatcher.Match.of(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/a", "::/129", "10.0.0.0/8/8", "*"})
    void refusesOtherRanges(String text) {
        assertThat(IpMatcher.of(text)).isNull();
    }
}
