/** Batches of work in the database: what is to be done with files, and what became of them. */
@NullMarked
package io.windlass.transfer.batch;

import org.jspecify.annotations.NullMarked;
