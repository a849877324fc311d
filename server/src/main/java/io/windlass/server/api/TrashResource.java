package io.windlass.server.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.Entries;
import io.windlass.catalog.Entry;
import io.windlass.catalog.Trash;
import io.windlass.client.model.Page;
import io.windlass.client.model.Restore;
import io.windlass.client.model.TrashedEntry;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the caller deleted and can still take back. */
@Path("/api/v1/trash")
@RunOnVirtualThread
public class TrashResource {
  private final CurrentCaller caller;
  private final Trash trash;
  private final Entries entries;

  TrashResource(CurrentCaller caller, Trash trash, Entries entries) {
    this.caller = caller;
    this.trash = trash;
    this.entries = entries;
  }

  /** What is there, latest first. */
  @GET
  public Page<TrashedEntry> list(
      @QueryParam("cursor") Optional<String> cursor, @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page page = Paging.page(cursor, limit);
    io.windlass.foundation.Page.Of<io.windlass.catalog.TrashedEntry> slice =
        trash.list(caller.get(), page);
    return CatalogRecords.page(slice.items(), slice.nextCursor(), CatalogRecords::trashed);
  }

  /** Takes an entry back. */
  @POST
  @Path("{id}/restore")
  public io.windlass.client.model.Entry restore(
      @PathParam("id") long id, @Nullable Restore restore) {
    Optional<Long> parent = restore == null ? Optional.empty() : restore.parentId();
    Entry entry = trash.restore(caller.get(), id, parent);
    return CatalogRecords.entry(
        entry, Optional.of(entries.path(caller.get(), entry.id()).toString()));
  }

  /** Forgets an entry for good. Objects stay in their store. */
  @DELETE
  @Path("{id}")
  public void purge(@PathParam("id") long id) {
    trash.purge(caller.get(), id);
  }
}
