package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.CatalogPath;
import io.windlass.catalog.ChildrenPage;
import io.windlass.catalog.ChildrenQuery;
import io.windlass.catalog.Entries;
import io.windlass.catalog.Entry;
import io.windlass.catalog.FileVersion;
import io.windlass.catalog.Trash;
import io.windlass.catalog.Versions;
import io.windlass.client.model.EntryChange;
import io.windlass.client.model.Move;
import io.windlass.client.model.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;

/** Projects, folders and files. */
@Path("/api/v1/entries")
@RunOnVirtualThread
public class EntriesResource {
  private final CurrentCaller caller;
  private final Entries entries;
  private final Versions versions;
  private final Trash trash;

  EntriesResource(CurrentCaller caller, Entries entries, Versions versions, Trash trash) {
    this.caller = caller;
    this.entries = entries;
    this.versions = versions;
    this.trash = trash;
  }

  /** The entry at a path. */
  @GET
  public io.windlass.client.model.Entry at(@QueryParam("path") Optional<String> path) {
    CatalogPath parsed =
        CatalogPath.parse(
            path.orElseThrow(() ->
                Problem.of(Kind.INVALID, "path_missing", "The query parameter path is missing.")
                    .withRemedy("Ask for ?path=PROJECT/a/b.")
                    .toException()));
    return withPath(entries.at(caller.get(), parsed));
  }

  /** An entry, a file with its newest version or another one. */
  @GET
  @Path("{id}")
  public io.windlass.client.model.Entry get(
      @PathParam("id") long id, @QueryParam("version") Optional<Long> version) {
    return withPath(
        version
            .map(number -> versions.get(caller.get(), id, number))
            .orElseGet(() -> entries.get(caller.get(), id)));
  }

  /** What is in an entry, by name. */
  @GET
  @Path("{id}/children")
  public Page<io.windlass.client.model.Entry> children(
      @PathParam("id") long id,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page page = Paging.page(cursor, limit);
    ChildrenPage children =
        entries.children(caller.get(), Optional.of(id), ChildrenQuery.BY_NAME.at(page));
    return CatalogRecords.page(
        children.entries(),
        children.nextCursor(),
        entry -> CatalogRecords.entry(entry, Optional.empty()));
  }

  /** The versions of a file, newest first. */
  @GET
  @Path("{id}/versions")
  public Page<io.windlass.client.model.FileVersion> versions(
      @PathParam("id") long id,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page page = Paging.page(cursor, limit);
    io.windlass.foundation.Page.Of<FileVersion> slice = versions.list(caller.get(), id, page);
    return CatalogRecords.page(slice.items(), slice.nextCursor(), CatalogRecords::version);
  }

  /** Changes name or description. */
  @PATCH
  @Path("{id}")
  public io.windlass.client.model.Entry update(@PathParam("id") long id, EntryChange change) {
    EntryChange wanted = required(change);
    return withPath(
        entries.update(
            caller.get(),
            new io.windlass.catalog.EntryChange(
                id,
                wanted.etag(),
                wanted.name(),
                Optional.empty(),
                wanted.description(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                io.windlass.catalog.EntryChange.Versioning.WHEN_CONTENT_DIFFERS)));
  }

  /** Moves or renames, as {@code mv} does. */
  @POST
  @Path("{id}/move")
  public io.windlass.client.model.Entry move(@PathParam("id") long id, Move move) {
    CatalogPath target = CatalogPath.parse(required("path", required(move).path()));
    return withPath(entries.move(caller.get(), id, target));
  }

  /** Puts an entry with all below it into the trash. */
  @DELETE
  @Path("{id}")
  public void delete(@PathParam("id") long id) {
    trash.put(caller.get(), id);
  }

  private io.windlass.client.model.Entry withPath(Entry entry) {
    return CatalogRecords.entry(
        entry, Optional.of(entries.path(caller.get(), entry.id()).toString()));
  }
}
