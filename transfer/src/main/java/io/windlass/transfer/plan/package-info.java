/** Plans of transfers: what is found in a source, compared with a destination, cut into batches. */
@NullMarked
package io.windlass.transfer.plan;

import org.jspecify.annotations.NullMarked;
