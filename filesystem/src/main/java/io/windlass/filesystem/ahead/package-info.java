/**
 * Fetching files before they are asked for: programs that go through a directory open one file
 * after the other, in one of a few orders, and each would wait for the store alone.
 */
@NullMarked
package io.windlass.filesystem.ahead;

import org.jspecify.annotations.NullMarked;
