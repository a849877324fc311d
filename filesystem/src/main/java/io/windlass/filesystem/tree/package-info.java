/**
 * The tree of a file system as the engines of links see it: which path belongs to which key, what
 * objects say about owners, modes and times, and how entries come and go without anybody seeing
 * them half made.
 */
@NullMarked
package io.windlass.filesystem.tree;

import org.jspecify.annotations.NullMarked;
