/** What other nodes of the installation ask of this one. */
@NullMarked
package io.windlass.server.nodes;

import org.jspecify.annotations.NullMarked;
