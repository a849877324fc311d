/**
 * The Globus dialect: what every route of the facade shares. JSON both ways, errors, times, ids.
 *
 * <p>The facade translates; the rules live in the transfer and connection houses. {@code
 * docs/globus.md} says what is supported and what differs on purpose.
 */
@NullMarked
package io.windlass.server.globus;

import org.jspecify.annotations.NullMarked;
