@NullMarked
package io.windlass.transfer;

import org.jspecify.annotations.NullMarked;
