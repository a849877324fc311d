package io.windlass.server.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.identity.Caller;
import io.windlass.client.model.Identity;
import io.windlass.server.http.CurrentCaller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who the caller is. */
@Path("/api/v1/whoami")
@RunOnVirtualThread
public class WhoamiResource {
  private final CurrentCaller caller;
  private final String version;

  WhoamiResource(
      CurrentCaller caller, @ConfigProperty(name = "quarkus.application.version") String version) {
    this.caller = caller;
    this.version = version;
  }

  /** Whom the token speaks for, and what it may be used for. */
  @GET
  public Identity get() {
    Caller known = caller.get();
    return new Identity(
        IdentityRecords.user(known.user()),
        CatalogRecords.words(known.scopes()),
        Optional.of(version));
  }
}
