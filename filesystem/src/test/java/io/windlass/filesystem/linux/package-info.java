@NullMarked
package io.windlass.filesystem.linux;

import org.jspecify.annotations.NullMarked;
