/**
 * The caching decorator of the storage port. It answers reads of single rows from memory as long as this node knows,
 * within a bound, that they have not changed; beyond that it asks the database or fails.
 */
@NullMarked
package io.claviger.storage.caching;

import org.jspecify.annotations.NullMarked;
