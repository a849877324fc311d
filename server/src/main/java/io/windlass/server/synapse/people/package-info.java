/** Who the caller is and who others are, as Synapse clients see them. */
@NullMarked
package io.windlass.server.synapse.people;

import org.jspecify.annotations.NullMarked;
