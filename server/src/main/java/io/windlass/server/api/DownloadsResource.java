package io.windlass.server.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.content.ContentDisposition;
import io.windlass.catalog.content.Downloads;
import io.windlass.catalog.identity.Scope;
import io.windlass.client.model.Download;
import io.windlass.client.model.DownloadRequest;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.http.RunsAgain;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Content on its way from a store. The bytes come from there directly. */
@Path("/api/v1/entries/{id}/download")
@RunOnVirtualThread
public class DownloadsResource {
  private final CurrentCaller caller;
  private final Downloads downloads;

  DownloadsResource(CurrentCaller caller, Downloads downloads) {
    this.caller = caller;
    this.downloads = downloads;
  }

  /** A signed address for the content of a file. */
  @POST
  @Requires({Scope.VIEW, Scope.DOWNLOAD})
  @RunsAgain
  public Download presign(@PathParam("id") long id, @Nullable DownloadRequest request) {
    Optional<Long> version = request == null ? Optional.empty() : request.version();
    return record(downloads.presign(caller.get(), id, version, ContentDisposition.ATTACHMENT));
  }

  static Download record(io.windlass.catalog.content.Download download) {
    return new Download(
        download.url().toString(),
        download.file().size(),
        download.file().md5(),
        download.file().sha256(),
        download.file().storeEtag().map(etag -> '"' + etag + '"'),
        download.file().fileName(),
        download.expiresAt());
  }
}
