package io.claviger.pipeline;

import io.claviger.common.Blob;
import io.claviger.common.BugException;
import io.claviger.common.SecretBytes;
import io.claviger.operation.wire.EnumNames;
import io.claviger.operation.wire.ItemLength;
import io.claviger.operation.wire.Length;
import io.claviger.operation.wire.OneOf;
import io.claviger.operation.wire.Pattern;
import io.claviger.operation.wire.Range;
import io.claviger.operation.wire.Size;
import io.claviger.operation.wire.WireMember;
import io.claviger.operation.wire.WireType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One constraint on a value that is there.
 *
 * @param sentence AWS's words, from {@code Member must} on
 */
record Constraint(String sentence, Predicate<Object> test) {
    static final String NOT_NULL = "Member must not be null";

    boolean accepts(Object value) {
        return test.test(value);
    }

    /** The constraints that the member's annotations state: lengths, then the enum, the pattern, the range. */
    static List<Constraint> of(WireMember member) {
        List<Constraint> all = new ArrayList<>();
        if (member.type() instanceof WireType.ListOf || member.type() instanceof WireType.TextMap) {
            Size size = member.annotation(Size.class);
            if (size != null) {
                addLength(all, size.min(), size.max());
            }
            addItems(all, member);
        } else {
            Length length = member.annotation(Length.class);
            if (length != null) {
                addLength(all, length.min(), length.max());
            }
            addText(all, member, length == null ? Integer.MAX_VALUE : length.max());
            Range range = member.annotation(Range.class);
            if (range != null) {
                addRange(all, range.min(), range.max());
            }
        }
        return List.copyOf(all);
    }

    /** AWS reports the items of a list together and quotes every constraint on them, kept or not. */
    private static void addItems(List<Constraint> all, WireMember member) {
        List<Constraint> onItem = new ArrayList<>();
        ItemLength length = member.annotation(ItemLength.class);
        if (length != null) {
            addLength(onItem, length.min(), length.max());
        }
        addText(onItem, member, length == null ? Integer.MAX_VALUE : length.max());
        if (onItem.isEmpty()) {
            return;
        }
        String sentences = onItem.stream().map(Constraint::sentence).collect(Collectors.joining(", ", "[", "]"));
        String subject = member.type() instanceof WireType.TextMap ? "Map value" : "Member";
        all.add(new Constraint(
                subject + " must satisfy constraint: " + sentences, value -> areAccepted(items(value), onItem)));
    }

    private static void addText(List<Constraint> all, WireMember member, int maxLength) {
        OneOf oneOf = member.annotation(OneOf.class);
        if (oneOf != null) {
            List<String> names = EnumNames.of(oneOf);
            Set<String> allowed = Set.copyOf(names);
            all.add(new Constraint("Member must satisfy enum value set: " + names, value -> allowed.contains(value)));
        }
        Pattern pattern = member.annotation(Pattern.class);
        if (pattern != null) {
            java.util.regex.Pattern compiled = java.util.regex.Pattern.compile(pattern.value());
            // Text that is too long has its violation already; matching it could cost a deep stack.
            all.add(new Constraint(
                    "Member must satisfy regular expression pattern: " + pattern.value(),
                    value -> length(value) > maxLength
                            || compiled.matcher((String) value).matches()));
        }
    }

    private static void addLength(List<Constraint> all, int min, int max) {
        if (max != Integer.MAX_VALUE) {
            all.add(new Constraint(
                    "Member must have length less than or equal to " + max, value -> length(value) <= max));
        }
        if (min > 0) {
            all.add(new Constraint(
                    "Member must have length greater than or equal to " + min, value -> length(value) >= min));
        }
    }

    private static void addRange(List<Constraint> all, long min, long max) {
        if (max != Long.MAX_VALUE) {
            all.add(new Constraint(
                    "Member must have value less than or equal to " + max,
                    value -> ((Number) value).longValue() <= max));
        }
        if (min != Long.MIN_VALUE) {
            all.add(new Constraint(
                    "Member must have value greater than or equal to " + min,
                    value -> ((Number) value).longValue() >= min));
        }
    }

    private static int length(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case Blob blob -> blob.lengthBytes();
            case SecretBytes secret -> secret.lengthBytes();
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> throw new BugException("no length: " + value.getClass().getName());
        };
    }

    private static Iterable<?> items(Object value) {
        return value instanceof Map<?, ?> map ? map.values() : (List<?>) value;
    }

    private static boolean areAccepted(Iterable<?> items, List<Constraint> constraints) {
        for (Object item : items) {
            for (int i = 0; i < constraints.size(); i++) {
                if (!constraints.get(i).accepts(item)) {
                    return false;
                }
            }
        }
        return true;
    }
}
