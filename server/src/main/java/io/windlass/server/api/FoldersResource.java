package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.CatalogPath;
import io.windlass.catalog.Entries;
import io.windlass.catalog.Entry;
import io.windlass.client.model.NewFolder;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Optional;

/** Making folders. */
@Path("/api/v1/folders")
@RunOnVirtualThread
public class FoldersResource {
  private final CurrentCaller caller;
  private final Entries entries;

  FoldersResource(CurrentCaller caller, Entries entries) {
    this.caller = caller;
    this.entries = entries;
  }

  /** Makes a folder: by its path, or by parent and name. */
  @POST
  public io.windlass.client.model.Entry create(NewFolder folder) {
    Entry made = make(required(folder));
    return CatalogRecords.entry(
        made, Optional.of(entries.path(caller.get(), made.id()).toString()));
  }

  private Entry make(NewFolder folder) {
    if (folder.path().isEmpty()) {
      long parent = folder.parentId().orElseThrow(FoldersResource::noPlace);
      String name = folder.name().orElseThrow(FoldersResource::noPlace);
      return entries.createFolder(caller.get(), io.windlass.catalog.NewFolder.named(parent, name));
    }
    CatalogPath path = CatalogPath.parse(folder.path().get());
    if (folder.parents()) {
      return entries.createFolders(caller.get(), path);
    }
    CatalogPath parent = path.parent().orElseThrow(FoldersResource::aProject);
    return entries.createFolder(
        caller.get(),
        io.windlass.catalog.NewFolder.named(entries.at(caller.get(), parent).id(), path.name()));
  }

  private static RuntimeException noPlace() {
    return Problem.of(
            Kind.INVALID, "place_missing", "Neither a path nor parentId and name were given.")
        .toException();
  }

  private static RuntimeException aProject() {
    return Problem.of(
            Kind.INVALID, "path_is_a_project", "A path of one part names a project, not a folder.")
        .withRemedy("Make a project with: windlass projects create")
        .toException();
  }
}
