/** The part of the GCS Manager API that clients use for credentials and collections. */
@NullMarked
package io.windlass.server.globus.manager;

import org.jspecify.annotations.NullMarked;
