/** File systems for tests. */
@NullMarked
package io.windlass.filesystem.testing;

import org.jspecify.annotations.NullMarked;
