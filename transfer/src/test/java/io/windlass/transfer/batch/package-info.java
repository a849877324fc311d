@NullMarked
package io.windlass.transfer.batch;

import org.jspecify.annotations.NullMarked;
