/** Collections as endpoint documents, and the search for them. */
@NullMarked
package io.windlass.server.globus.endpoints;

import org.jspecify.annotations.NullMarked;
