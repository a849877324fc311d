/** Options of {@code windlass serve} and what a node opens and closes with them. */
@NullMarked
package io.windlass.server.start;

import org.jspecify.annotations.NullMarked;
