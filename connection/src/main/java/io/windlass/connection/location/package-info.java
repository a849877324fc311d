/** Locations: a bucket and a prefix reached by a connection, and the proof of owning it. */
@NullMarked
package io.windlass.connection.location;

import org.jspecify.annotations.NullMarked;
