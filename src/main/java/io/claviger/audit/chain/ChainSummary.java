package io.claviger.audit.chain;

import java.util.UUID;

/**
 * The proven part of one chain: everything up to its end, or up to the first finding in it.
 *
 * @param blocks how many were proven; 0 if already the first was not
 * @param firstMillis earliest time in the proven part, epoch milliseconds; 0 if there is none
 * @param lastMillis latest time in the proven part; 0 if there is none
 * @param head the last proven block; keep it off the machine, and a later verification will notice a cut
 */
public record ChainSummary(
        UUID chainId, long blocks, long records, long firstMillis, long lastMillis, ChainHead head) {}
