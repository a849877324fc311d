/**
 * Storage locations, upload settings, upload destinations and STS credentials, as Synapse clients
 * see them.
 */
@NullMarked
package io.windlass.server.synapse.locations;

import org.jspecify.annotations.NullMarked;
