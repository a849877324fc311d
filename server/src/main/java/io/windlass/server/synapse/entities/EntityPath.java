package io.windlass.server.synapse.entities;

import io.windlass.server.synapse.Document;
import java.util.List;

/** From the root down to the entity, both included. */
record EntityPath(List<EntityHeader> path) implements Document {}
