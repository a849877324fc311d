package io.windlass.server.synapse.files;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.content.ContentDisposition;
import io.windlass.catalog.content.Downloads;
import io.windlass.catalog.identity.Scope;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.EntityIds;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** The content of files, by the ids of their entities. */
@Path("/repo/v1")
@RunOnVirtualThread
public final class EntityContentResource {
  private final Downloads downloads;
  private final CurrentCaller caller;

  EntityContentResource(Downloads downloads, CurrentCaller caller) {
    this.downloads = downloads;
    this.caller = caller;
  }

  /** The content of a file. */
  @GET
  @Path("entity/{id}/file")
  @Requires(value = Scope.DOWNLOAD, anonymous = true)
  public Response ofEntity(
      @PathParam("id") String id, @QueryParam("redirect") @DefaultValue("true") boolean redirect) {
    return DownloadResource.answer(
        downloads.presign(
            caller.get(), EntityIds.parse(id), Optional.empty(), ContentDisposition.ATTACHMENT),
        redirect);
  }

  /** The content of a version of a file. */
  @GET
  @Path("entity/{id}/version/{version}/file")
  @Requires(value = Scope.DOWNLOAD, anonymous = true)
  public Response ofVersion(
      @PathParam("id") String id,
      @PathParam("version") long version,
      @QueryParam("redirect") @DefaultValue("true") boolean redirect) {
    return DownloadResource.answer(
        downloads.presign(
            caller.get(), EntityIds.parse(id), Optional.of(version), ContentDisposition.ATTACHMENT),
        redirect);
  }
}
