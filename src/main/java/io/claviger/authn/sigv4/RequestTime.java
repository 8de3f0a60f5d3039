package io.claviger.authn.sigv4;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * When a request says it was signed.
 *
 * @param text the ISO 8601 basic form, {@code 20150830T123600Z}, as the string to sign has it
 */
record RequestTime(String text, long epochSecond) {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int BASIC_LENGTH = 16;
    private static final int LONGEST_HTTP_DATE = 40;

    /** Parses the basic form, which is all that {@code X-Amz-Date} may hold. */
    static Optional<RequestTime> parseBasic(String text) {
        if (text.length() != BASIC_LENGTH || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
            return Optional.empty();
        }
        int year = number(text, 0, 4);
        int month = number(text, 4, 6);
        int day = number(text, 6, 8);
        int hour = number(text, 9, 11);
        int minute = number(text, 11, 13);
        int second = number(text, 13, 15);
        if ((year | month | day | hour | minute | second) < 0) {
            return Optional.empty();
        }
        try {
            LocalDateTime time = LocalDateTime.of(year, month, day, hour, minute, second);
            return Optional.of(new RequestTime(text, time.toEpochSecond(ZoneOffset.UTC)));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /** Parses the basic form or that of RFC 1123, either of which a {@code Date} header may hold. */
    static Optional<RequestTime> parseDateHeader(String text) {
        Optional<RequestTime> basic = parseBasic(text);
        if (basic.isPresent() || text.length() > LONGEST_HTTP_DATE) {
            return basic;
        }
        try {
            Instant instant = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(new RequestTime(BASIC.format(instant), instant.getEpochSecond()));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    static String format(long epochSecond) {
        return BASIC.format(Instant.ofEpochSecond(epochSecond));
    }

    /** The day, as a credential scope begins. */
    String date() {
        return text.substring(0, 8);
    }

    /** The digits from there to there as a number; negative if any is not a digit. */
    private static int number(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
