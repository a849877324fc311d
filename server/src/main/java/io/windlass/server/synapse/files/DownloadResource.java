package io.windlass.server.synapse.files;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.content.BatchDownload;
import io.windlass.catalog.content.ContentDisposition;
import io.windlass.catalog.content.Download;
import io.windlass.catalog.content.Downloads;
import io.windlass.catalog.content.StoredFileCopies;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.HandleIds;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Signed URLs by which files are read from their store. */
@Path("/file/v1")
@RunOnVirtualThread
public final class DownloadResource {
  private final Downloads downloads;
  private final StoredFileCopies copies;
  private final CurrentCaller caller;

  DownloadResource(Downloads downloads, StoredFileCopies copies, CurrentCaller caller) {
    this.downloads = downloads;
    this.copies = copies;
    this.caller = caller;
  }

  /** File handles and URLs for up to 100 files, each of which fails on its own. */
  @POST
  @Path("fileHandle/batch")
  @Produces(MediaType.APPLICATION_JSON)
  @ResponseStatus(201)
  @Requires(
      value = {Scope.VIEW, Scope.DOWNLOAD},
      anonymous = true)
  public FileBatch batch(FileBatch.Request wanted) {
    if (!wanted.includeFileHandles()
        && !wanted.includePreSignedURLs()
        && !wanted.includePreviewPreSignedURLs()) {
      throw invalid("nothing_asked_for", "At least one of the include flags must be true.");
    }
    if (wanted.requestedFiles().isEmpty()) {
      throw invalid("nothing_asked_for", "requestedFiles must name at least one file.");
    }
    List<BatchDownload.Item> items =
        wanted.requestedFiles().stream().map(FileBatch.Association::item).toList();
    return new FileBatch(
        downloads.presignBatch(caller.get(), items, wanted.includePreSignedURLs()).stream()
            .map(result -> result(result, wanted.includeFileHandles()))
            .toList());
  }

  private static FileBatch.Result result(BatchDownload result, boolean withHandle) {
    String id = Long.toString(result.fileId());
    return switch (result) {
      case BatchDownload.Granted granted ->
          new FileBatch.Result(
              id,
              withHandle ? Optional.of(FileHandleDocument.of(granted.file())) : Optional.empty(),
              granted.download().map(download -> download.url().toString()),
              Optional.empty());
      case BatchDownload.Failed failed ->
          new FileBatch.Result(
              id, Optional.empty(), Optional.empty(), Optional.of(failed.reason().name()));
    };
  }

  /** New handles, the caller's own, for objects of files that the caller may download. */
  @POST
  @Path("filehandles/copy")
  @Produces(MediaType.APPLICATION_JSON)
  @ResponseStatus(201)
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY, Scope.DOWNLOAD},
      anonymous = true)
  public FileCopies copy(FileCopies.Request wanted) {
    if (wanted.copyRequests().isEmpty() || wanted.copyRequests().size() > Downloads.MAX_BATCH) {
      throw invalid("batch_size", "copyRequests names 1 to " + Downloads.MAX_BATCH + " files.");
    }
    return new FileCopies(wanted.copyRequests().stream().map(this::copied).toList());
  }

  private FileCopies.Result copied(FileCopies.Copy wanted) {
    BatchDownload.Item source =
        wanted
            .originalFile()
            .orElseThrow(() -> invalid("field_missing", "originalFile is missing."))
            .item();
    String original = Long.toString(source.fileId());
    try {
      StoredFile copy =
          copies.copy(caller.get(), source, wanted.newFileName(), wanted.newContentType());
      return new FileCopies.Result(
          Optional.of(FileHandleDocument.of(copy)), original, Optional.empty());
    } catch (WindlassException e) {
      return new FileCopies.Result(Optional.empty(), original, Optional.of(failure(e)));
    }
  }

  /** The two failures that the dialect knows for one of several files; the rest fails them all. */
  private static String failure(WindlassException e) {
    return switch (e.problem().kind()) {
      case NOT_FOUND -> "NOT_FOUND";
      case FORBIDDEN, INVALID -> "UNAUTHORIZED";
      case UNAUTHENTICATED,
          CONFLICT,
          PRECONDITION_FAILED,
          TOO_LARGE,
          STORE_REFUSED,
          UNAVAILABLE,
          INTERNAL ->
          throw e;
    };
  }

  /** The content of a handle of the caller's own. */
  @GET
  @Path("fileHandle/{id}/url")
  @Requires(value = Scope.DOWNLOAD, anonymous = true)
  public Response ofHandle(
      @PathParam("id") String id, @QueryParam("redirect") @DefaultValue("true") boolean redirect) {
    return answer(
        downloads.presignOwn(caller.get(), HandleIds.parse(id), ContentDisposition.ATTACHMENT),
        redirect);
  }

  /** The content of a handle that a file of the catalog names. */
  @GET
  @Path("file/{id}")
  @Requires(value = Scope.DOWNLOAD, anonymous = true)
  public Response ofAssociation(
      @PathParam("id") String id,
      @QueryParam("fileAssociateType") Optional<String> type,
      @QueryParam("fileAssociateId") Optional<String> entity,
      @QueryParam("redirect") @DefaultValue("true") boolean redirect) {
    BatchDownload.Item item = new FileBatch.Association(Optional.of(id), entity, type).item();
    return answer(downloads.presign(caller.get(), item, ContentDisposition.ATTACHMENT), redirect);
  }

  /** Where the content is: a redirect, or the address as a text. */
  static Response answer(Download download, boolean redirect) {
    return redirect
        ? Response.temporaryRedirect(download.url()).build()
        : Response.ok(download.url().toString(), MediaType.TEXT_PLAIN_TYPE).build();
  }

  private static RuntimeException invalid(String code, String message) {
    return Problem.of(Kind.INVALID, code, message).toException();
  }
}
