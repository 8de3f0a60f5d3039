/**
 * Port to the database: immutable records out, changes in. Adapters are sub-packages and pass the contract suite
 * {@code StorageContract}.
 */
@NullMarked
package io.claviger.storage;

import org.jspecify.annotations.NullMarked;
