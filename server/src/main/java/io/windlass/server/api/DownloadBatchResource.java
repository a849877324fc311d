package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.Versions;
import io.windlass.catalog.content.ContentDisposition;
import io.windlass.catalog.content.Downloads;
import io.windlass.catalog.identity.Scope;
import io.windlass.client.model.Download;
import io.windlass.client.model.NewDownloads;
import io.windlass.client.model.Results;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.http.RunsAgain;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;

/** Many contents on their way from their stores. */
@Path("/api/v1/downloads/batch")
@RunOnVirtualThread
public class DownloadBatchResource {
  private final CurrentCaller caller;
  private final Downloads downloads;

  DownloadBatchResource(CurrentCaller caller, Downloads downloads) {
    this.caller = caller;
    this.downloads = downloads;
  }

  /** Signed addresses for the contents of files; one that fails does not stop the others. */
  @POST
  @Requires({Scope.VIEW, Scope.DOWNLOAD})
  @RunsAgain
  public Results<Download> presign(NewDownloads several) {
    List<Versions.Choice> choices =
        required(several).downloads().stream()
            .map(one -> new Versions.Choice(one.entryId(), one.version()))
            .toList();
    return new Results<>(
        downloads.presign(caller.get(), choices, ContentDisposition.ATTACHMENT).stream()
            .map(one -> CatalogRecords.result(one, DownloadsResource::record))
            .toList());
  }
}
