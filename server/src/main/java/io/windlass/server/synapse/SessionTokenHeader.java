package io.windlass.server.synapse;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** The older header by which Synapse clients send their token; it wins over the usual one. */
@Provider
@PreMatching
public final class SessionTokenHeader implements ContainerRequestFilter {
  private static final String NAME = "sessionToken";

  @Override
  public void filter(ContainerRequestContext request) {
    @Nullable String token = request.getHeaderString(NAME);
    if (token != null && SynapseErrors.isOurs(request.getUriInfo().getRequestUri().getPath())) {
      request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }
  }
}
