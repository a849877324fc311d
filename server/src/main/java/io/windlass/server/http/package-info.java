/**
 * What all surfaces share: errors, request ids, limits, authentication, idempotency, metrics.
 *
 * <p><b>How to add a surface.</b> Write resource classes ({@code @Path},
 * {@code @RunOnVirtualThread}, constructor injection) in a package of your own beside this one. The
 * objects of the houses are beans, see {@link io.windlass.server.Houses}; inject what you need. Who
 * is calling: inject {@link io.windlass.server.http.CurrentCaller}. Which scopes a route needs:
 * {@link io.windlass.server.http.Requires} on the method or its class. Throw {@link
 * io.windlass.foundation.WindlassException} and nothing else; {@link
 * io.windlass.server.http.Problems} answers it as an RFC 9457 document, or in the dialect of the
 * one bean of type {@link io.windlass.server.http.ErrorDialect} that speaks for the path.
 */
@NullMarked
package io.windlass.server.http;

import org.jspecify.annotations.NullMarked;
