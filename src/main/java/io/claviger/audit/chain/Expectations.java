package io.claviger.audit.chain;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a verifier knows from outside the journal. Both parts must come from a place that whoever could have altered the
 * journal could not reach, or they prove nothing.
 *
 * @param after heads that were proven before: these chains are fed from the block behind them; every other chain from
 *     its block 0
 * @param heads heads that must be found: the chain reaches at least so far, and that block has that hash
 */
public record Expectations(Map<UUID, ChainHead> after, Map<UUID, ChainHead> heads) {
    public static final Expectations NONE = new Expectations(Map.of(), Map.of());

    public Expectations {
        after = Map.copyOf(after);
        heads = Map.copyOf(heads);
    }

    /** Two heads for one chain are an {@link IllegalArgumentException}. */
    public static Expectations of(Collection<ChainHead> after, Collection<ChainHead> heads) {
        return new Expectations(byChain(after), byChain(heads));
    }

    /** Whole chains, which must reach these heads. */
    public static Expectations ofHeads(ChainHead... heads) {
        return of(List.of(), List.of(heads));
    }

    ChainHead startOf(UUID chainId) {
        return after.getOrDefault(chainId, ChainHead.start(chainId));
    }

    Optional<ChainHead> headOf(UUID chainId) {
        return Optional.ofNullable(heads.get(chainId));
    }

    private static Map<UUID, ChainHead> byChain(Collection<ChainHead> heads) {
        try {
            return heads.stream().collect(Collectors.toMap(ChainHead::chainId, Function.identity()));
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("two heads for one chain", e);
        }
    }
}
