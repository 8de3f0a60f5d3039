package io.claviger.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Points in time, written in one of the forms of the <a href="https://www.w3.org/TR/NOTE-datetime">W3C note</a> (a
 * year, a month, a day, or a time with its zone) or as seconds since 1970. Four digits are a year.
 */
record DateMatcher(Instant bound, Order order) implements ValueMatcher {

    static @Nullable ValueMatcher of(String text, Order order) {
        Instant bound = parse(text);
        return bound == null ? null : new DateMatcher(bound, order);
    }

    @Override
    public Match match(String value, Context context) {
        Instant instant = parse(value);
        return Match.of(instant != null && order.accepts(instant.compareTo(bound)));
    }

    static @Nullable Instant parse(String text) {
        try {
            return isCalendar(text) ? new Calendar(text).instant() : seconds(text);
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static boolean isCalendar(String text) {
        return text.length() == 4 ? digitsOnly(text, 0, 4) : text.length() > 4 && text.charAt(4) == '-';
    }

    private static @Nullable Instant seconds(String text) {
        BigDecimal number = NumberMatcher.parse(text);
        if (number == null) {
            return null;
        }
        BigDecimal[] split = number.divideAndRemainder(BigDecimal.ONE);
        long nanos = split[1].movePointRight(9).longValue();
        return Instant.ofEpochSecond(split[0].longValueExact(), nanos);
    }

    private static boolean digitsOnly(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** A reader over one calendar text. */
    private static final class Calendar {
        private final String text;
        private int at;

        Calendar(String text) {
            this.text = text;
        }

        Instant instant() {
            int year = number(4);
            int month = skip('-') ? number(2) : 1;
            int day = at > 4 && skip('-') ? number(2) : 1;
            if (at == text.length()) {
                return LocalDateTime.of(year, month, day, 0, 0).toInstant(ZoneOffset.UTC);
            }
            require(at == 10 && skip('T'));
            int hour = number(2);
            require(skip(':'));
            int minute = number(2);
            int second = skip(':') ? number(2) : 0;
            int nano = at == 19 && skip('.') ? fraction() : 0;
            return LocalDateTime.of(year, month, day, hour, minute, second, nano)
                    .toInstant(zone());
        }

        private ZoneOffset zone() {
            if (skip('Z')) {
                require(at == text.length());
                return ZoneOffset.UTC;
            }
            int sign = skip('+') ? 1 : -1;
            require(sign > 0 || skip('-'));
            int hours = number(2);
            require(skip(':'));
            int minutes = number(2);
            require(at == text.length());
            return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
        }

        /** Digits beyond the ninth do not count. */
        private int fraction() {
            int start = at;
            while (at < text.length() && digitsOnly(text, at, at + 1)) {
                at++;
            }
            require(at > start);
            String digits = text.substring(start, Math.min(at, start + 9));
            return Integer.parseInt(digits + "0".repeat(9 - digits.length()));
        }

        private int number(int digits) {
            require(at + digits <= text.length() && digitsOnly(text, at, at + digits));
            at += digits;
            return Integer.parseInt(text, at - digits, at, 10);
        }

        private boolean skip(char wanted) {
            boolean isThere = at < text.length() && text.charAt(at) == wanted;
            at += isThere ? 1 : 0;
            return isThere;
        }

        private static void require(boolean condition) {
            if (!condition) {
                throw new DateTimeException("not a date");
            }
        }
    }
}
