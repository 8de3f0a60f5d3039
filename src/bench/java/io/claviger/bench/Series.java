package io.claviger.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures of one kind, one from each round. */
final class Series {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The figures divided by those of the same rounds. */
    Series over(Series other) {
        Series ratios = new Series();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / other.values.get(i));
        }
        return ratios;
    }

    /** Median and, in brackets, smallest and largest. */
    String text(int decimals) {
        String one = "%,." + decimals + "f";
        return String.format(
                Locale.ROOT,
                one + " (" + one + "–" + one + ")",
                median(),
                values.stream().min(Double::compare).orElseThrow(),
                values.stream().max(Double::compare).orElseThrow());
    }
}
