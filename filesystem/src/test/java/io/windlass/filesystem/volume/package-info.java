/** Tests of images, devices, directories and mount points. */
@NullMarked
package io.windlass.filesystem.volume;

import org.jspecify.annotations.NullMarked;
