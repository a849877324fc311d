@NullMarked
package io.windlass.filesystem.state;

import org.jspecify.annotations.NullMarked;
