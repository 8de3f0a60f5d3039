package io.claviger.policy.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Seeded choices. The same seed and index give the same case on every machine. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed, long index) {
        this.random = new SplittableRandom(seed * 1_000_003 + index);
        this.random.nextLong();
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** From one to {@code atMost}, small numbers more often. */
    int count(int atMost) {
        int count = 1;
        while (count < atMost && percent(40)) {
            count++;
        }
        return count;
    }

    <T> List<T> listOf(int count, Supplier<T> each) {
        List<T> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(each.get());
        }
        return all;
    }

    <T> List<T> shuffled(List<T> list) {
        List<T> all = new ArrayList<>(list);
        for (int i = all.size() - 1; i > 0; i--) {
            int other = below(i + 1);
            T kept = all.get(i);
            all.set(i, all.get(other));
            all.set(other, kept);
        }
        return all;
    }

    /** Another spelling of the same name where case does not matter. */
    String recased(String text) {
        return switch (below(6)) {
            case 0 -> text.toLowerCase(Locale.ROOT);
            case 1 -> text.toUpperCase(Locale.ROOT);
            case 2 -> flippedAt(text, below(text.length()));
            default -> text;
        };
    }

    private static String flippedAt(String text, int at) {
        char c = text.charAt(at);
        char flipped = Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
        return text.substring(0, at) + flipped + text.substring(at + 1);
    }

    /** A pattern that matches the text, or nearly does. */
    String near(String text) {
        int length = text.codePointCount(0, text.length());
        int from = below(length + 1);
        int to = from + below(length + 1 - from);
        return switch (below(12)) {
            case 0, 1, 2 -> text;
            case 3 -> part(text, 0, from) + "*";
            case 4 -> "*" + part(text, from, length);
            case 5 -> part(text, 0, from) + "*" + part(text, to, length);
            case 6, 7 -> part(text, 0, from) + "?" + part(text, Math.min(length, from + 1), length);
            case 8 -> text.isEmpty() ? "x" : flippedAt(text, below(text.length()));
            case 9 -> text + oneOf("x", "*", "?", "/", " ");
            case 10 -> text.isEmpty() ? "*" : part(text, 0, length - 1);
            default -> oneOf("*", "?", "**", "?*", text + "**", "*" + text + "*");
        };
    }

    /** Between two characters; a surrogate pair is one. */
    private static String part(String text, int from, int to) {
        return text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
    }
}
