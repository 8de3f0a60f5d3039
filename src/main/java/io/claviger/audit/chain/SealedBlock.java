package io.claviger.audit.chain;

/** A block ready to be written, and the head of its chain once it is durable. */
public record SealedBlock(Block block, ChainHead head) {}
