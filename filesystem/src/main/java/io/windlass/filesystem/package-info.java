/**
 * File systems that Windlass looks after: which there are, their links to buckets, the tasks on
 * them, and the node that serves them.
 *
 * <p>Who may do what is decided above, by the project that owns a file system.
 */
@NullMarked
package io.windlass.filesystem;

import org.jspecify.annotations.NullMarked;
