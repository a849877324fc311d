package io.windlass.server.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.identity.Scope;
import io.windlass.client.model.RotatedKey;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.server.http.Requires;
import io.windlass.server.http.RunsAgain;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** A new key for the secrets in the database. */
@Path("/api/v1/connections:rotate-key")
@RunOnVirtualThread
public class KeyRotationResource {
  private final SecretBox box;

  KeyRotationResource(SecretBox box) {
    this.box = box;
  }

  /** Encrypts every secret anew and destroys the old keys. For administrators. */
  @POST
  @Requires(Scope.ADMIN)
  @RunsAgain
  public RotatedKey rotate() {
    return new RotatedKey(box.rotate());
  }
}
