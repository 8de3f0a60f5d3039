package io.claviger.common;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The parameters of an {@code application/x-www-form-urlencoded} text, decoded by the letter: visible ASCII alone, whole
 * escapes, UTF-8 behind them, each name once, {@value #MOST_PARAMETERS} at most. Anything else is no form.
 */
public final class Form {
    public static final int MOST_PARAMETERS = 5_000;

    private final SequencedMap<String, String> values;

    private Form(SequencedMap<String, String> values) {
        this.values = Collections.unmodifiableSequencedMap(values);
    }

    /** Decodes the text; empty if it is no form. */
    public static Optional<Form> parse(byte[] text) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        int from = 0;
        while (from < text.length) {
            int to = indexOf(text, '&', from, text.length);
            if (to > from && !addParameter(text, from, to, values)) {
                return Optional.empty();
            }
            from = to + 1;
        }
        return Optional.of(new Form(values));
    }

    /** By name, in the order sent. */
    public SequencedMap<String, String> values() {
        return values;
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Never the values: they may be tokens. */
    @Override
    public String toString() {
        return "form " + values.keySet();
    }

    private static boolean addParameter(byte[] text, int from, int to, SequencedMap<String, String> values) {
        int equals = indexOf(text, '=', from, to);
        Optional<String> name = PercentText.decodeForm(text, from, equals);
        Optional<String> value = PercentText.decodeForm(text, Math.min(equals + 1, to), to);
        return name.isPresent()
                && !name.get().isEmpty()
                && value.isPresent()
                && values.size() < MOST_PARAMETERS
                && values.putIfAbsent(name.get(), value.get()) == null;
    }

    /** The place of the character, or the end. */
    private static int indexOf(byte[] text, char wanted, int from, int to) {
        int at = from;
        while (at < to && text[at] != wanted) {
            at++;
        }
        return at;
    }
}
