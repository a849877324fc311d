/** Collections: what a transfer reads or writes, as a tree of paths. */
@NullMarked
package io.windlass.transfer.collection;

import org.jspecify.annotations.NullMarked;
