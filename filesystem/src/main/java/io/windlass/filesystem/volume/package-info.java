/**
 * Where the bytes of a file system are: an image that is made and mounted, a device, a directory.
 */
@NullMarked
package io.windlass.filesystem.volume;

import org.jspecify.annotations.NullMarked;
