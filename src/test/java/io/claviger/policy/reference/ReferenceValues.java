package io.claviger.policy.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of conditions: numbers, dates, bytes, addresses. */
final class ReferenceValues {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");

    /** The formats of https://www.w3.org/TR/NOTE-datetime, from the year alone to fractions of a second. */
    private static final Pattern DATE = Pattern.compile(
            "(\\d{4})(-(\\d\\d)(-(\\d\\d)" + "(T(\\d\\d):(\\d\\d)(:(\\d\\d)(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d))?)?)?");

    private ReferenceValues() {}

    static Optional<BigDecimal> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** Seconds since 1970. */
    static Optional<BigDecimal> seconds(String text) {
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            return number(text);
        }
        String month = date.group(3) == null ? "01" : date.group(3);
        String day = date.group(5) == null ? "01" : date.group(5);
        String time = date.group(6) == null ? "T00:00" : "T" + date.group(7) + ":" + date.group(8);
        String second = date.group(10) == null ? "00" : date.group(10);
        String fraction = date.group(11) == null ? "" : date.group(11);
        String zone = date.group(12) == null ? "Z" : date.group(12);
        try {
            OffsetDateTime whole =
                    OffsetDateTime.parse(date.group(1) + "-" + month + "-" + day + time + ":" + second + zone);
            return Optional.of(BigDecimal.valueOf(whole.toEpochSecond()).add(new BigDecimal("0" + fraction)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<List<Byte>> bytes(String base64) {
        try {
            List<Byte> bytes = new java.util.ArrayList<>();
            for (byte b : Base64.getDecoder().decode(base64)) {
                bytes.add(b);
            }
            return Optional.of(bytes);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean isRange(String range) {
        return range(range).isPresent();
    }

    static boolean isInRange(String address, String range) {
        Optional<Address> requested = address(address);
        Optional<Range> wanted = range(range);
        return requested.isPresent()
                && wanted.isPresent()
                && requested.get().width() == wanted.get().base().width()
                && wanted.get()
                        .prefix(requested.get())
                        .equals(wanted.get().prefix(wanted.get().base()));
    }

    private static Optional<Range> range(String text) {
        String[] parts = text.split("/", -1);
        Optional<Address> base = address(parts[0]);
        if (parts.length == 1) {
            return base.map(address -> new Range(address, address.width()));
        }
        boolean isLength = parts.length == 2 && parts[1].matches("\\d{1,3}");
        return base.filter(address -> isLength && Integer.parseInt(parts[1]) <= address.width())
                .map(address -> new Range(address, Integer.parseInt(parts[1])));
    }

    private record Range(Address base, int length) {
        BigInteger prefix(Address address) {
            return address.value().shiftRight(base.width() - length);
        }
    }

    private record Address(int width, BigInteger value) {}

    private static Optional<Address> address(String text) {
        return text.contains(":") ? version6(text) : version4(text).map(value -> new Address(32, value));
    }

    private static Optional<BigInteger> version4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        BigInteger value = BigInteger.ZERO;
        for (String part : parts) {
            if (!part.matches("0|[1-9]\\d{0,2}") || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            value = value.shiftLeft(8).add(new BigInteger(part));
        }
        return Optional.of(value);
    }

    private static Optional<Address> version6(String text) {
        String full = text;
        int gap = text.indexOf("::");
        if (gap >= 0) {
            String before = text.substring(0, gap);
            String after = text.substring(gap + 2);
            int missing = 8 - groups(before) - groups(after);
            if (missing < 1 || after.contains("::")) {
                return Optional.empty();
            }
            full = before + (before.isEmpty() ? "" : ":") + "0:".repeat(missing) + after;
            full = after.isEmpty() ? full.substring(0, full.length() - 1) : full;
        }
        String[] parts = full.split(":", -1);
        if (parts.length != 8) {
            return Optional.empty();
        }
        BigInteger value = BigInteger.ZERO;
        for (String part : parts) {
            if (!part.matches("[0-9a-fA-F]{1,4}")) {
                return Optional.empty();
            }
            value = value.shiftLeft(16).add(new BigInteger(part, 16));
        }
        return Optional.of(new Address(128, value));
    }

    private static int groups(String text) {
        return text.isEmpty() ? 0 : text.split(":", -1).length;
    }
}
