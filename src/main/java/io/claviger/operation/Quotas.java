package io.claviger.operation;

/**
 * How much of everything an account may have (keys.md, section 7).
 *
 * @param keysPerRegion customer managed keys of an account and region, in any state
 */
public record Quotas(int keysPerRegion, int aliasesPerKey, int tagsPerKey, int policyBytes, int grantsPerKey) {
    /** The defaults of AWS. */
    public static final Quotas DEFAULT = new Quotas(100_000, 50, 50, 32_768, 50_000);
}
