@NullMarked
package io.windlass.transfer.plan;

import org.jspecify.annotations.NullMarked;
