@NullMarked
package io.windlass.transfer.move;

import org.jspecify.annotations.NullMarked;
