/** PostgreSQL, embedded or external: migrations, transactions, durable tasks over all nodes. */
@NullMarked
package io.windlass.database;

import org.jspecify.annotations.NullMarked;
