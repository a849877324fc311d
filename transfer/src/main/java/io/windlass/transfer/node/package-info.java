/** How nodes reach what only other nodes have: directories. */
@NullMarked
package io.windlass.transfer.node;

import org.jspecify.annotations.NullMarked;
