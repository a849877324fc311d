@NullMarked
package io.windlass.filesystem.lazy;

import org.jspecify.annotations.NullMarked;
