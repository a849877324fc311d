package io.windlass.server.synapse.locations;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.credentials.Credentials;
import io.windlass.catalog.credentials.Issued;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.Permission;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.EntityIds;
import io.windlass.server.synapse.SynapseJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;

/** Temporary keys for the location that is in effect for an entity. */
@Path("/repo/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class StsResource {
  private final Credentials credentials;
  private final CurrentCaller caller;

  StsResource(Credentials credentials, CurrentCaller caller) {
    this.credentials = credentials;
    this.caller = caller;
  }

  /** Issues keys. As in Synapse, all three scopes are needed, for reading too. */
  @GET
  @Path("entity/{id}/sts")
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY, Scope.DOWNLOAD},
      anonymous = true)
  public StsCredentials issue(
      @PathParam("id") String id, @QueryParam("permission") Optional<String> permission) {
    Issued issued =
        credentials.issue(
            caller.get(), EntityIds.parse(id), permission(permission), Optional.empty());
    return new StsCredentials(
        issued.bucket(),
        Optional.of(issued.baseKey()).filter(key -> !key.isEmpty()),
        issued.accessKeyId(),
        issued.secretAccessKey().reveal(),
        issued.sessionToken().reveal(),
        SynapseJson.timestamp(issued.expiresAt()),
        issued.region(),
        issued.endpoint().map(URI::toString));
  }

  private static Permission permission(Optional<String> word) {
    for (Permission permission : Permission.values()) {
      if (permission.word().equals(word.orElse(""))) {
        return permission;
      }
    }
    throw Problem.of(
            Kind.INVALID, "unknown_permission", "permission must be read_only or read_write.")
        .toException();
  }
}
