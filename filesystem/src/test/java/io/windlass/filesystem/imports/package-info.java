@NullMarked
package io.windlass.filesystem.imports;

import org.jspecify.annotations.NullMarked;
