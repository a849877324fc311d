/** Commands for connections and locations. */
@NullMarked
package io.windlass.cli.connections;

import org.jspecify.annotations.NullMarked;
