/** Tests of the watch and its journal. */
@NullMarked
package io.windlass.filesystem.watch;

import org.jspecify.annotations.NullMarked;
