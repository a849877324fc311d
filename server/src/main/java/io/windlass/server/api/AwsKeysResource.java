package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.identity.AwsKeys;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.CreatedAwsKey;
import io.windlass.catalog.identity.Scope;
import io.windlass.client.model.CreatedAwsKeys;
import io.windlass.client.model.NewAwsKeys;
import io.windlass.client.model.Page;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import io.windlass.server.http.Requires;
import io.windlass.server.start.ManagedStore;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;

/** The caller's SigV4 key pairs. */
@Path("/api/v1/aws-keys")
@RunOnVirtualThread
public class AwsKeysResource {
  private final CurrentCaller caller;
  private final AwsKeys keys;
  private final ManagedStore store;

  AwsKeysResource(CurrentCaller caller, AwsKeys keys, ManagedStore store) {
    this.caller = caller;
    this.keys = keys;
    this.store = store;
  }

  /** Makes a key pair; its secret is in this answer and nowhere else. */
  @POST
  @Requires(Scope.VIEW)
  public CreatedAwsKeys create(NewAwsKeys wanted) {
    Caller owner = caller.get();
    CreatedAwsKey created = keys.create(owner, required("name", required(wanted).name()));
    return new CreatedAwsKeys(
        created.key().accessKeyId(),
        created.secretAccessKey().reveal(),
        created.key().name(),
        created.key().createdAt(),
        store.endpoint(),
        store.endpoint().map(_ -> store.region()));
  }

  /** The key pairs, without their secrets. */
  @GET
  public Page<io.windlass.client.model.AwsKeys> list(
      @QueryParam("cursor") Optional<String> cursor, @QueryParam("limit") Optional<String> limit) {
    Caller owner = caller.get();
    io.windlass.foundation.Page.Of<io.windlass.catalog.identity.AwsKey> page =
        keys.list(owner, owner.user().id(), Paging.page(cursor, limit));
    return CatalogRecords.page(page.items(), page.nextCursor(), IdentityRecords::awsKeys);
  }

  /** Ends a key pair at once. */
  @DELETE
  @Path("{id}")
  @Requires(Scope.VIEW)
  public void revoke(@PathParam("id") String accessKeyId) {
    keys.revoke(caller.get(), accessKeyId);
  }
}
