/** The little languages of query parameters. */
@NullMarked
package io.windlass.server.globus.query;

import org.jspecify.annotations.NullMarked;
