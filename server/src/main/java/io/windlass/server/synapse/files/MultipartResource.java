package io.windlass.server.synapse.files;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.content.AddedPart;
import io.windlass.catalog.content.BatchDownload;
import io.windlass.catalog.content.NewUpload;
import io.windlass.catalog.content.PartToSign;
import io.windlass.catalog.content.SignedPart;
import io.windlass.catalog.content.Upload;
import io.windlass.catalog.content.UploadForm;
import io.windlass.catalog.content.UploadTarget;
import io.windlass.catalog.content.Uploads;
import io.windlass.catalog.identity.Scope;
import io.windlass.connection.location.Location;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.SynapseJson;
import io.windlass.server.synapse.files.MultipartDocuments.Added;
import io.windlass.server.synapse.files.MultipartDocuments.PartUrl;
import io.windlass.server.synapse.files.MultipartDocuments.Start;
import io.windlass.server.synapse.files.MultipartDocuments.Status;
import io.windlass.server.synapse.files.MultipartDocuments.UrlRequest;
import io.windlass.server.synapse.files.MultipartDocuments.Urls;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Multipart upload, version 2: the bytes go from the client straight to the store. */
@Path("/file/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class MultipartResource {
  private final Uploads uploads;
  private final CurrentCaller caller;

  MultipartResource(Uploads uploads, CurrentCaller caller) {
    this.uploads = uploads;
    this.caller = caller;
  }

  /** Starts an upload or a copy, or answers where an equal one of the same user stands. */
  @POST
  @Path("file/multipart")
  @ResponseStatus(201)
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public Status start(@QueryParam("forceRestart") boolean forceRestart, Start wanted) {
    NewUpload upload =
        wanted.concreteType().orElse("").equals(Start.COPY)
            ? copy(wanted, forceRestart)
            : content(wanted, forceRestart);
    return status(uploads.start(caller.get(), upload));
  }

  private static NewUpload content(Start wanted, boolean restart) {
    return new NewUpload.Content(
        target(wanted),
        required(wanted.fileName(), "fileName"),
        required(wanted.fileSizeBytes(), "fileSizeBytes"),
        wanted.contentType(),
        Optional.of(UploadForm.MULTIPART),
        Optional.of(required(wanted.partSizeBytes(), "partSizeBytes")),
        Optional.of(required(wanted.contentMD5Hex(), "contentMD5Hex")),
        Optional.empty(),
        restart);
  }

  private static NewUpload copy(Start wanted, boolean restart) {
    BatchDownload.Item source =
        required(wanted.sourceFileHandleAssociation(), "sourceFileHandleAssociation").item();
    return new NewUpload.Copy(
        target(wanted),
        source.fileId(),
        source.entryId(),
        wanted.fileName(),
        wanted.partSizeBytes(),
        restart);
  }

  private static UploadTarget target(Start wanted) {
    return new UploadTarget.AtLocation(wanted.storageLocationId().orElse(Location.MANAGED_DEFAULT));
  }

  /** Signed requests for some parts. */
  @POST
  @Path("file/multipart/{upload}/presigned/url/batch")
  @ResponseStatus(201)
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public Urls sign(@PathParam("upload") String upload, UrlRequest wanted) {
    return new Urls(
        uploads
            .presignParts(
                caller.get(),
                upload,
                wanted.partNumbers().stream()
                    .map(number -> new PartToSign(number, Optional.empty()))
                    .toList())
            .stream()
            .map(MultipartResource::url)
            .toList());
  }

  /** Clients send exactly the headers named, and the Host header of their own accord. */
  private static PartUrl url(SignedPart part) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(part.request().headers());
    headers.remove("host");
    return new PartUrl(part.number(), part.request().url().toString(), headers);
  }

  /** Says that a part has been sent; a wrong digest is an answer, not an error. */
  @PUT
  @Path("file/multipart/{upload}/add/{number}")
  @ResponseStatus(201)
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public Added add(
      @PathParam("upload") String upload,
      @PathParam("number") int number,
      @QueryParam("partMD5Hex") Optional<String> md5) {
    AddedPart part = uploads.addPart(caller.get(), upload, number, required(md5, "partMD5Hex"));
    return new Added(upload, number, part.added() ? "ADD_SUCCESS" : "ADD_FAILED", part.failure());
  }

  /** Makes the object of the parts. */
  @PUT
  @Path("file/multipart/{upload}/complete")
  @ResponseStatus(201)
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public Status complete(@PathParam("upload") String upload) {
    uploads.complete(caller.get(), upload, Uploads.Digests.NONE);
    return status(uploads.status(caller.get(), upload));
  }

  private static Status status(Upload upload) {
    return new Status(
        upload.id(),
        Long.toString(upload.startedBy()),
        SynapseJson.timestamp(upload.startedAt()),
        SynapseJson.timestamp(upload.updatedAt()),
        upload.partsState(),
        upload.state().name(),
        upload.fileId().map(id -> Long.toString(id)));
  }

  private static <T> T required(Optional<T> value, String field) {
    return value.orElseThrow(
        () -> Problem.of(Kind.INVALID, "field_missing", field + " is missing.").toException());
  }
}
