@NullMarked
package io.windlass.transfer.collection;

import org.jspecify.annotations.NullMarked;
