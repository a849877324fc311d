/**
 * Projects, folders and files as Synapse clients see them: entities, bundles, children, access,
 * trash.
 */
@NullMarked
package io.windlass.server.synapse.entities;

import org.jspecify.annotations.NullMarked;
