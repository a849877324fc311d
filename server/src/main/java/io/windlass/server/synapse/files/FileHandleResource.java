package io.windlass.server.synapse.files;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.content.StoredFileDeletion;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.registration.Registrations;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.HandleIds;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** File handles: objects in stores, known to the catalog, whether a file names them or not. */
@Path("/file/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class FileHandleResource {
  private final Catalog catalog;
  private final Registrations registrations;
  private final StoredFileDeletion deletion;
  private final CurrentCaller caller;

  FileHandleResource(
      Catalog catalog,
      Registrations registrations,
      StoredFileDeletion deletion,
      CurrentCaller caller) {
    this.catalog = catalog;
    this.registrations = registrations;
    this.deletion = deletion;
    this.caller = caller;
  }

  /** Makes an object known that is in the bucket already. */
  @POST
  @Path("externalFileHandle/s3")
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public FileHandleDocument register(FileHandleDocument wanted) {
    StoredFile file =
        registrations.registerFile(
            caller.get(),
            new Registrations.ObjectToRegister(
                required(wanted.storageLocationId(), "storageLocationId"),
                required(wanted.bucketName(), "bucketName"),
                required(wanted.key(), "key"),
                Optional.of(required(wanted.contentMd5(), "contentMd5")),
                wanted.fileName(),
                wanted.contentType(),
                wanted.contentSize()));
    return FileHandleDocument.of(file);
  }

  /** Files elsewhere on the web: there are none in Windlass. */
  @SuppressWarnings("DoNotCallSuggester") // the route exists so that clients are told why
  @POST
  @Path("externalFileHandle")
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public FileHandleDocument registerUrl(FileHandleDocument wanted) {
    throw Problem.of(
            Kind.INVALID,
            "url_files_unsupported",
            "Files here are objects in S3; a file that is a URL cannot be made.")
        .withRemedy("Register an object with POST /externalFileHandle/s3, or upload the file.")
        .toException();
  }

  /** A handle of the caller's own. */
  @GET
  @Path("fileHandle/{id}")
  @Requires(value = Scope.VIEW, anonymous = true)
  public FileHandleDocument get(@PathParam("id") String id) {
    return FileHandleDocument.of(catalog.storedFiles().getOwn(caller.get(), HandleIds.parse(id)));
  }

  /** Forgets a handle of the caller's own, and the object if Windlass wrote it. */
  @DELETE
  @Path("fileHandle/{id}")
  @Requires(value = Scope.MODIFY, anonymous = true)
  public Response delete(@PathParam("id") String id) {
    deletion.delete(caller.get(), HandleIds.parse(id));
    return Response.ok().build();
  }

  private static <T> T required(Optional<T> value, String field) {
    return value.orElseThrow(
        () -> Problem.of(Kind.INVALID, "field_missing", field + " is missing.").toException());
  }
}
