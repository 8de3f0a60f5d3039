package io.claviger.key;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request must carry for a grant to count (API model GrantConstraints). Names of an encryption context are
 * compared without case, values with it.
 *
 * @param encryptionContextEquals the context must be exactly this
 * @param encryptionContextSubset the context must have all of these pairs
 * @param sourceArn the request must come from this resource of a service ({@code aws:SourceArn})
 */
public record GrantConstraints(
        @Nullable Map<String, String> encryptionContextEquals,
        @Nullable Map<String, String> encryptionContextSubset,
        @Nullable String sourceArn) {
    public static final GrantConstraints NONE = new GrantConstraints(null, null, null);

    public GrantConstraints {
        encryptionContextEquals = copy(encryptionContextEquals);
        encryptionContextSubset = copy(encryptionContextSubset);
    }

    /** A pair of an encryption context, its name folded. */
    record Pair(String foldedName, String value) {
        static final Comparator<Pair> ORDER =
                Comparator.comparing(Pair::foldedName).thenComparing(Pair::value);

        static List<Pair> sorted(Map<String, String> pairs) {
            List<Pair> sorted = new ArrayList<>(pairs.size());
            pairs.forEach((name, value) -> sorted.add(new Pair(name.toLowerCase(Locale.ROOT), value)));
            sorted.sort(ORDER);
            return sorted;
        }
    }

    public boolean concernsEncryptionContext() {
        return encryptionContextEquals != null || encryptionContextSubset != null;
    }

    /** The pairs that the constraints name, of both kinds; empty if they name none. */
    public Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        equalPairs().ifPresent(pairs::putAll);
        subsetPairs().ifPresent(pairs::putAll);
        return pairs;
    }

    /**
     * Whether a request satisfies them.
     *
     * @param context the encryption context of the request; for CreateGrant the pairs that the new grant is constrained
     *     to. Not looked at for an operation without one
     * @param requestSourceArn {@code aws:SourceArn} of the request
     */
    public boolean hold(GrantOperation operation, Map<String, String> context, @Nullable String requestSourceArn) {
        boolean comesFromThere = sourceArn == null || sourceArn.equals(requestSourceArn);
        return comesFromThere && (!operation.hasEncryptionContext() || holdFor(Pair.sorted(context)));
    }

    private boolean holdFor(List<Pair> context) {
        boolean isEqual = equalPairs().map(Pair::sorted).map(context::equals).orElse(true);
        boolean hasAll = subsetPairs()
                .map(Pair::sorted)
                .map(wanted -> hasAll(context, wanted))
                .orElse(true);
        return isEqual && hasAll;
    }

    /**
     * Whether everything that satisfies these constraints satisfies the others: a grant that was made by means of
     * another may add pairs to a subset or make a subset an exact context, never the reverse.
     */
    public boolean areWithin(GrantConstraints wider) {
        boolean isSourceKept = wider.sourceArn == null || wider.sourceArn.equals(sourceArn);
        boolean isEqualKept = wider.equalPairs()
                .map(wanted -> equalPairs().map(Pair::sorted).equals(Optional.of(Pair.sorted(wanted))))
                .orElse(true);
        boolean isSubsetKept = wider.subsetPairs()
                .map(Pair::sorted)
                .map(wanted -> hasAll(equalPairs(), wanted) || hasAll(subsetPairs(), wanted))
                .orElse(true);
        return isSourceKept && isEqualKept && isSubsetKept;
    }

    private static boolean hasAll(Optional<Map<String, String>> pairs, List<Pair> wanted) {
        return pairs.map(Pair::sorted).map(all -> hasAll(all, wanted)).orElse(false);
    }

    public Optional<Map<String, String>> equalPairs() {
        return Optional.ofNullable(encryptionContextEquals);
    }

    public Optional<Map<String, String>> subsetPairs() {
        return Optional.ofNullable(encryptionContextSubset);
    }

    private static boolean hasAll(List<Pair> context, List<Pair> wanted) {
        List<Pair> rest = new ArrayList<>(context);
        return wanted.stream().allMatch(rest::remove);
    }

    private static @Nullable Map<String, String> copy(@Nullable Map<String, String> pairs) {
        return pairs == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
    }
}
