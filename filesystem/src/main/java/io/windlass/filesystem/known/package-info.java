/** What a file system last knew of the objects of its links, also of those whose entry is gone. */
@NullMarked
package io.windlass.filesystem.known;

import org.jspecify.annotations.NullMarked;
