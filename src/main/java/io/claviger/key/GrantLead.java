package io.claviger.key;

import io.claviger.common.CanonicalBytes;
import io.claviger.common.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Under what the grants of one grantee are filed, so that those that a request may satisfy are found without looking at
 * all: a key may have 50,000. A lead says less than the constraints, and never excludes a grant whose constraints hold.
 *
 * @param value at most 64 characters; stored, so it never changes its meaning
 */
public record GrantLead(String value) {
    private static final char ANY = '-';
    private static final char EXACT = '=';
    private static final char PAIR = '<';
    private static final int HASH_DIGITS = 40;

    /** Whether the constraints of all grants that are filed here hold as soon as those of one do. */
    public boolean isExact() {
        return value.charAt(0) != PAIR;
    }

    /** The one lead under which a grant is filed for an operation. */
    public static GrantLead of(GrantConstraints constraints, GrantOperation operation) {
        String source = constraints.sourceArn();
        if (!operation.hasEncryptionContext() || !constraints.concernsEncryptionContext()) {
            return any(source);
        }
        // the pair with the longest value: an id rather than what many grants have in common
        Optional<GrantConstraints.Pair> wanted = constraints
                .subsetPairs()
                .map(GrantConstraints.Pair::sorted)
                .flatMap(pairs -> pairs.stream()
                        .max(Comparator.comparingInt((GrantConstraints.Pair pair) ->
                                        pair.value().length())
                                .thenComparing(GrantConstraints.Pair.ORDER)));
        return wanted.map(pair -> pair(pair, source))
                .orElseGet(() -> constraints
                        .equalPairs()
                        .map(pairs -> exact(GrantConstraints.Pair.sorted(pairs), source))
                        .orElseGet(() -> any(source)));
    }

    /** All leads under which grants may be filed that a request satisfies; the likeliest first. */
    public static List<GrantLead> ofRequest(
            GrantOperation operation, Map<String, String> context, @Nullable String sourceArn) {
        List<GrantLead> leads = new ArrayList<>();
        addAll(leads, operation, context, null);
        if (sourceArn != null) {
            addAll(leads, operation, context, sourceArn);
        }
        return leads.stream().distinct().toList();
    }

    private static void addAll(
            List<GrantLead> leads, GrantOperation operation, Map<String, String> context, @Nullable String source) {
        leads.add(any(source));
        if (operation.hasEncryptionContext()) {
            List<GrantConstraints.Pair> pairs = GrantConstraints.Pair.sorted(context);
            leads.add(exact(pairs, source));
            pairs.forEach(pair -> leads.add(pair(pair, source)));
        }
    }

    private static GrantLead any(@Nullable String source) {
        return source == null ? new GrantLead(String.valueOf(ANY)) : lead(ANY, new CanonicalBytes(), source);
    }

    private static GrantLead exact(List<GrantConstraints.Pair> pairs, @Nullable String source) {
        CanonicalBytes bytes = new CanonicalBytes().number(pairs.size());
        pairs.forEach(pair -> bytes.field(pair.foldedName()).field(pair.value()));
        return lead(EXACT, bytes, source);
    }

    private static GrantLead pair(GrantConstraints.Pair pair, @Nullable String source) {
        return lead(PAIR, new CanonicalBytes().field(pair.foldedName()).field(pair.value()), source);
    }

    private static GrantLead lead(char kind, CanonicalBytes about, @Nullable String source) {
        byte[] bytes = about.field(source == null ? "" : source).toBytes();
        return new GrantLead(kind + Sha256.hex(bytes).substring(0, HASH_DIGITS));
    }
}
