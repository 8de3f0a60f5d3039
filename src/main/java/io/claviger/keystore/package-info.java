/**
 * Port to where key material lives and is used. The only place that leaves the event loop; raw material never leaves
 * it. {@code keystore} is AWS's word (custom key stores); {@code storage} means the database.
 */
@NullMarked
package io.claviger.keystore;

import org.jspecify.annotations.NullMarked;
