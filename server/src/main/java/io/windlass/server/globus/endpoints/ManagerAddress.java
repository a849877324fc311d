package io.windlass.server.globus.endpoints;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What clients call the GCS Manager of this installation. They speak TLS with it or not at all, so
 * there is one only where the request itself came by TLS, here or at a proxy in front.
 */
@Singleton
public final class ManagerAddress {
  private static final String PATH = "/globus";

  ManagerAddress() {}

  /**
   * The address, to which clients add {@code /api}; absent for requests without TLS. What a client
   * claims in its headers comes back to that client alone.
   */
  public Optional<String> of(UriInfo uri, HttpHeaders headers) {
    @Nullable String proto = headers.getHeaderString("X-Forwarded-Proto");
    @Nullable String host = headers.getHeaderString("X-Forwarded-Host");
    URI base = uri.getBaseUri();
    boolean tls = base.getScheme().equals("https") || "https".equals(proto);
    return tls
        ? Optional.of(
            "https://" + (proto == null || host == null ? base.getAuthority() : host) + PATH)
        : Optional.empty();
  }
}
