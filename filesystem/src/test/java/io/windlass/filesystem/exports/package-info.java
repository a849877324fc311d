/** Tests of exports. */
@NullMarked
package io.windlass.filesystem.exports;

import org.jspecify.annotations.NullMarked;
