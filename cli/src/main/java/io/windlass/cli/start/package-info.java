/** Which server a command speaks to, as whom, and what its options have in common. */
@NullMarked
package io.windlass.cli.start;

import org.jspecify.annotations.NullMarked;
