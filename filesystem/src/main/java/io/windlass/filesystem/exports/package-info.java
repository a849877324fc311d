/** Brings objects in step with the files of a linked directory. */
@NullMarked
package io.windlass.filesystem.exports;

import org.jspecify.annotations.NullMarked;
