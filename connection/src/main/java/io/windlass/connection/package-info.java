/** Connections and locations: secrets at rest, permission checks, policy printing. */
@NullMarked
package io.windlass.connection;

import org.jspecify.annotations.NullMarked;
