@NullMarked
package io.windlass.objectstore.wire;

import org.jspecify.annotations.NullMarked;
