/**
 * The Synapse dialect: what every route of the facade shares. JSON both ways, ids, errors, scopes.
 *
 * <p>The facade translates; the rules live in the catalog and connection houses. {@code
 * docs/synapse.md} says what is supported and what differs on purpose.
 */
@NullMarked
package io.windlass.server.synapse;

import org.jspecify.annotations.NullMarked;
