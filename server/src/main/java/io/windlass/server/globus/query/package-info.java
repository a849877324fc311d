/** The little languages in query parameters of Globus: filters, orders, dates, windows. */
@NullMarked
package io.windlass.server.globus.query;

import org.jspecify.annotations.NullMarked;
