/** Promises of file systems, and tests that hold them. */
@NullMarked
package io.windlass.filesystem;

import org.jspecify.annotations.NullMarked;
