package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.credentials.Credentials;
import io.windlass.catalog.credentials.Issued;
import io.windlass.catalog.identity.Scope;
import io.windlass.client.model.CredentialsRequest;
import io.windlass.objectstore.Permission;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.http.RunsAgain;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;

/** Temporary keys for one folder and nothing else. */
@Path("/api/v1/entries/{id}/credentials")
@RunOnVirtualThread
public class EntryCredentialsResource {
  private final CurrentCaller caller;
  private final Credentials credentials;

  EntryCredentialsResource(CurrentCaller caller, Credentials credentials) {
    this.caller = caller;
    this.credentials = credentials;
  }

  /**
   * Gives out keys. Which scopes the token needs depends on the permission. A repetition gives out
   * keys again, so that no keys are kept for it, and records that too.
   */
  @POST
  @RunsAgain
  @Requires({Scope.VIEW, Scope.DOWNLOAD})
  public io.windlass.client.model.Credentials issue(
      @PathParam("id") long id, CredentialsRequest request) {
    CredentialsRequest wanted = required(request);
    Issued issued =
        credentials.issue(
            caller.get(),
            id,
            CatalogRecords.byWord(
                Permission.class, "permission", required("permission", wanted.permission())),
            wanted.durationSeconds().map(Duration::ofSeconds));
    return new io.windlass.client.model.Credentials(
        issued.id(),
        issued.bucket(),
        issued.prefix(),
        issued.accessKeyId(),
        issued.secretAccessKey().reveal(),
        issued.sessionToken().reveal(),
        issued.expiresAt(),
        issued.region(),
        issued.endpoint(),
        issued.pathStyle(),
        issued.permission().word());
  }
}
