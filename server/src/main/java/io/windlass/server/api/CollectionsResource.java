package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.client.model.Collection;
import io.windlass.client.model.CollectionSettings;
import io.windlass.client.model.Page;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import io.windlass.server.transfers.CollectionAccess;
import io.windlass.transfer.collection.Collections;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;

/**
 * What transfers read and write: the buckets of connections, and the directories of file systems.
 */
@Path("/api/v1/collections")
@RunOnVirtualThread
public class CollectionsResource {
  private final CurrentCaller caller;
  private final CollectionAccess access;
  private final Collections collections;

  CollectionsResource(CurrentCaller caller, CollectionAccess access, Collections collections) {
    this.caller = caller;
    this.access = access;
    this.collections = collections;
  }

  /** The collections of a project, or of all projects that the caller may read. */
  @GET
  public Page<Collection> list(
      @QueryParam("project") Optional<String> project,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page.Of<io.windlass.transfer.collection.Collection> list =
        access.list(caller.get(), project, Paging.page(cursor, limit));
    return CatalogRecords.page(list.items(), list.nextCursor(), CollectionRecords::collection);
  }

  /** One collection, by its id or name, or by the id of its connection or file system. */
  @GET
  @Path("{collection}")
  public Collection get(
      @PathParam("collection") String id, @QueryParam("project") Optional<String> project) {
    return CollectionRecords.collection(access.get(caller.get(), id, project, Use.SEE));
  }

  /** Replaces what its owners choose. */
  @PUT
  @Path("{collection}")
  public Collection update(@PathParam("collection") String id, CollectionSettings settings) {
    CollectionSettings wanted = required(settings);
    return CollectionRecords.collection(
        collections.update(find(id, Use.CHANGE).id(), CollectionRecords.settings(wanted)));
  }

  /** Buckets that the caller has pinned to the root. */
  @GET
  @Path("{collection}/pins")
  public Page<String> pins(@PathParam("collection") String id) {
    return new Page<>(
        collections.pins(find(id, Use.SEE).id(), caller.get().user().id()), Optional.empty());
  }

  /** Pins a bucket to the root, for the caller alone; it need not be one that is listed. */
  @PUT
  @Path("{collection}/pins/{bucket}")
  public void pin(@PathParam("collection") String id, @PathParam("bucket") String bucket) {
    collections.pin(find(id, Use.READ).id(), caller.get().user().id(), bucket, true);
  }

  /** Forgets a pinned bucket. */
  @DELETE
  @Path("{collection}/pins/{bucket}")
  public void unpin(@PathParam("collection") String id, @PathParam("bucket") String bucket) {
    collections.pin(find(id, Use.SEE).id(), caller.get().user().id(), bucket, false);
  }

  private io.windlass.transfer.collection.Collection find(String id, Use use) {
    return access.get(caller.get(), id, Optional.empty(), use);
  }
}
