@NullMarked
package io.windlass.foundation.wire;

import org.jspecify.annotations.NullMarked;
