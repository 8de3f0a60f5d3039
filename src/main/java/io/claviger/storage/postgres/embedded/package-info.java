/**
 * A PostgreSQL of our own for those who configure none. It unpacks the server from the class path, keeps its data below
 * Claviger's data directory, listens on 127.0.0.1 alone, and is started, watched and stopped with the service. Nothing
 * here is used when an outside database is configured.
 */
@NullMarked
package io.claviger.storage.postgres.embedded;

import org.jspecify.annotations.NullMarked;
