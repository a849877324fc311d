/** Commands for file systems, links, the tasks on them, and their files. */
@NullMarked
package io.windlass.cli.filesystems;

import org.jspecify.annotations.NullMarked;
