@NullMarked
package io.windlass.transfer.node;

import org.jspecify.annotations.NullMarked;
