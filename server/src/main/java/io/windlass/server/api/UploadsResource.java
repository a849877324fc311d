package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.BatchResult;
import io.windlass.catalog.CatalogPath;
import io.windlass.catalog.Entries;
import io.windlass.catalog.Entry;
import io.windlass.catalog.content.AddedPart;
import io.windlass.catalog.content.NewUpload.Content;
import io.windlass.catalog.content.PartToSign;
import io.windlass.catalog.content.SignedPart;
import io.windlass.catalog.content.UploadTarget;
import io.windlass.catalog.content.Uploads;
import io.windlass.client.model.CompleteUpload;
import io.windlass.client.model.NewUpload;
import io.windlass.client.model.NewUploads;
import io.windlass.client.model.PartDigest;
import io.windlass.client.model.PartsRequest;
import io.windlass.client.model.PresignedPart;
import io.windlass.client.model.PresignedParts;
import io.windlass.client.model.Results;
import io.windlass.client.model.SentPart;
import io.windlass.client.model.SentUploads;
import io.windlass.client.model.StartedUpload;
import io.windlass.client.model.Upload;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.RunsAgain;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Content on its way to a store. The bytes go there directly. */
@Path("/api/v1/uploads")
@RunOnVirtualThread
public class UploadsResource {
  private final CurrentCaller caller;
  private final Uploads uploads;
  private final Entries entries;

  UploadsResource(CurrentCaller caller, Uploads uploads, Entries entries) {
    this.caller = caller;
    this.uploads = uploads;
    this.entries = entries;
  }

  /**
   * Starts an upload, or goes on with an equal one that is under way. A small file whose digest is
   * named takes three requests: this one, the PUT that it answers, and {@code complete}.
   */
  @POST
  @RunsAgain
  public StartedUpload start(NewUpload upload) {
    return record(
        uploads.begin(caller.get(), content(required(upload), new Places())), new Places());
  }

  /** As {@link #start}, of many; one that fails does not stop the others. */
  @POST
  @Path("batch")
  @RunsAgain
  public Results<StartedUpload> start(NewUploads several) {
    Places places = new Places();
    List<BatchResult<Content>> wanted =
        required(several).uploads().stream()
            .map(upload -> BatchResult.of(() -> content(upload, places)))
            .toList();
    Iterator<BatchResult<Uploads.Begun>> begun =
        uploads
            .begin(caller.get(), wanted.stream().flatMap(one -> one.value().stream()).toList())
            .iterator();
    return new Results<>(
        wanted.stream()
            .map(one ->
                one.failure().isPresent()
                    ? CatalogRecords.<StartedUpload>failed(one.failure().get())
                    : CatalogRecords.result(begun.next(), it -> record(it, places)))
            .toList());
  }

  private Content content(NewUpload wanted, Places places) {
    Place place = place(wanted, places);
    UploadTarget.IfThere ifThere =
        wanted.newVersion() ? UploadTarget.IfThere.NEW_VERSION : UploadTarget.IfThere.REFUSE;
    return new Content(
        new UploadTarget.Folder(place.parentId(), ifThere),
        place.name(),
        wanted.size(),
        wanted.contentType(),
        Optional.empty(),
        wanted.partSize(),
        wanted.md5(),
        wanted.sha256(),
        false);
  }

  private StartedUpload record(Uploads.Begun begun, Places places) {
    return switch (begun) {
      case Uploads.Begun.UnderWay(var started, var put, boolean signDigests) ->
          new StartedUpload(
              Optional.of(record(started)),
              put.map(UploadsResource::signed),
              signDigests,
              Optional.empty());
      case Uploads.Begun.Unchanged(Entry entry) ->
          new StartedUpload(
              Optional.empty(), Optional.empty(), false, Optional.of(withPath(entry, places)));
    };
  }

  /** An upload as it stands. */
  @GET
  @Path("{id}")
  public Upload get(@PathParam("id") String id) {
    return record(uploads.status(caller.get(), id));
  }

  /** Signed requests for parts. */
  @POST
  @Path("{id}/parts")
  @RunsAgain
  public PresignedParts presign(@PathParam("id") String id, PartsRequest request) {
    return new PresignedParts(
        uploads
            .presignParts(
                caller.get(),
                id,
                required(request).parts().stream()
                    .map(part -> new PartToSign(part.number(), part.md5()))
                    .toList())
            .stream()
            .map(UploadsResource::signed)
            .toList());
  }

  /** Says that a part was sent; the store is asked whether it was. */
  @PUT
  @Path("{id}/parts/{number}")
  public void sent(@PathParam("id") String id, @PathParam("number") int number, SentPart part) {
    AddedPart added =
        uploads.addPart(caller.get(), id, number, required("md5", required(part).md5()));
    added
        .failure()
        .ifPresent(why -> {
          throw Problem.of(Kind.CONFLICT, "part_not_there", why)
              .withRemedy("Send the part again.")
              .toException();
        });
  }

  /** Makes the parts one object, and the object a file. */
  @POST
  @Path("{id}/complete")
  @RunsAgain
  public io.windlass.client.model.Entry complete(
      @PathParam("id") String id, @Nullable CompleteUpload known) {
    Uploads.Digests digests = digests(Optional.ofNullable(known));
    return withPath(uploads.completeInFolder(caller.get(), id, digests), new Places());
  }

  /** As {@link #complete}, of many; one that fails does not stop the others. */
  @POST
  @Path("batch/complete")
  @RunsAgain
  public Results<io.windlass.client.model.Entry> complete(SentUploads several) {
    List<Uploads.Sent> sent =
        required(several).uploads().stream()
            .map(one -> new Uploads.Sent(required("id", one.id()), digests(one.digests())))
            .toList();
    Places places = new Places();
    return new Results<>(
        uploads.completeInFolders(caller.get(), sent).stream()
            .map(one -> CatalogRecords.result(one, entry -> withPath(entry, places)))
            .toList());
  }

  private static Uploads.Digests digests(Optional<CompleteUpload> known) {
    return known
        .map(it -> new Uploads.Digests(it.md5(), it.sha256(), it.partsMd5()))
        .orElse(Uploads.Digests.NONE);
  }

  private io.windlass.client.model.Entry withPath(Entry entry, Places places) {
    CatalogPath path =
        entry
            .parentId()
            .map(parent ->
                places.paths.computeIfAbsent(parent, _ -> parent(entry)).child(entry.name()))
            .orElseGet(() -> entries.path(caller.get(), entry.id()));
    return CatalogRecords.entry(entry, Optional.of(path.toString()));
  }

  /** Where an entry is that the caller may read. */
  private CatalogPath parent(Entry entry) {
    return entries.path(caller.get(), entry.id()).parent().orElseThrow();
  }

  /** Gives an upload up. */
  @DELETE
  @Path("{id}")
  public void cancel(@PathParam("id") String id) {
    uploads.cancel(caller.get(), id);
  }

  private Place place(NewUpload upload, Places places) {
    if (upload.path().isPresent()) {
      CatalogPath path = CatalogPath.parse(upload.path().get());
      CatalogPath parent = path.parent().orElseThrow(UploadsResource::noPlace);
      long id = places.ids.computeIfAbsent(parent, at -> entries.at(caller.get(), at).id());
      return new Place(id, path.name());
    }
    return new Place(
        upload.parentId().orElseThrow(UploadsResource::noPlace),
        upload.name().orElseThrow(UploadsResource::noPlace));
  }

  private static RuntimeException noPlace() {
    return Problem.of(
            Kind.INVALID,
            "place_missing",
            "Neither the path of a file nor parentId and name were given.")
        .toException();
  }

  private static Upload record(io.windlass.catalog.content.Upload upload) {
    return new Upload(
        upload.id(),
        CatalogRecords.word(upload.state()),
        upload.size(),
        upload.partSize(),
        upload.partsState(),
        upload.parts().stream()
            .map(part -> new PartDigest(part.number(), Optional.of(part.digest())))
            .toList(),
        upload.fileId(),
        upload.entryId());
  }

  private static PresignedPart signed(SignedPart part) {
    return new PresignedPart(
        part.number(),
        part.request().url().toString(),
        part.request().method(),
        part.request().headers());
  }

  /** What one request has asked for of folders. */
  private static final class Places {
    private final Map<CatalogPath, Long> ids = new HashMap<>();
    private final Map<Long, CatalogPath> paths = new HashMap<>();
  }

  /** The folder that a file goes into, and its name there. */
  private record Place(long parentId, String name) {}
}
