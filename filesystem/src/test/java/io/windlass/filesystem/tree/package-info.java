@NullMarked
package io.windlass.filesystem.tree;

import org.jspecify.annotations.NullMarked;
