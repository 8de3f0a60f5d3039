/**
 * The database adapter: PostgreSQL, or an engine that speaks its protocol, through Hibernate Reactive. Entities stay in
 * here; immutable records go out. {@code src/main/resources/db/migration} makes the tables.
 */
@NullMarked
package io.claviger.storage.postgres;

import org.jspecify.annotations.NullMarked;
