package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.client.model.CollectionEntry;
import io.windlass.client.model.NewDirectory;
import io.windlass.client.model.NewPresignedAddress;
import io.windlass.client.model.NewUndeletion;
import io.windlass.client.model.Page;
import io.windlass.client.model.PresignedAddress;
import io.windlass.client.model.Rename;
import io.windlass.client.model.UndeletedEntry;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.objectstore.ObjectStore.Presigned;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import io.windlass.server.http.RunsAgain;
import io.windlass.server.transfers.CollectionAccess;
import io.windlass.transfer.collection.Browser;
import io.windlass.transfer.collection.Browser.PresignedAccess;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Item;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is in a collection: looking into it, and small changes at once. */
@Path("/api/v1/collections/{collection}")
@RunOnVirtualThread
public class CollectionEntriesResource {
  private static final long USUAL_SECONDS = Duration.ofHours(1).toSeconds();

  private final CurrentCaller caller;
  private final CollectionAccess access;
  private final Browser browser;
  private final InstantSource clock;

  CollectionEntriesResource(
      CurrentCaller caller, CollectionAccess access, Browser browser, InstantSource clock) {
    this.caller = caller;
    this.access = access;
    this.browser = browser;
    this.clock = clock;
  }

  /**
   * The entries of a directory in the order of their names, or of all below it. Filters work on the
   * server; a page may hold fewer entries than asked for and still have a successor.
   *
   * @param asOf what was there at this moment instead, in a bucket that keeps versions
   * @param versions all versions instead, newest first, with delete markers
   */
  @GET
  @Path("entries")
  public Page<CollectionEntry> list(
      @PathParam("collection") String id,
      @QueryParam("path") Optional<String> path,
      @QueryParam("recursive") @DefaultValue("false") boolean recursive,
      @QueryParam("glob") Optional<String> glob,
      @QueryParam("hidden") @DefaultValue("true") boolean hidden,
      @QueryParam("asOf") Optional<String> asOf,
      @QueryParam("versions") @DefaultValue("false") boolean versions,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    Collection collection = find(id, Use.READ);
    Browser.Query query =
        new Browser.Query(
            CollectionRecords.directory(collection, path),
            recursive,
            glob,
            hidden,
            CollectionRecords.history(asOf, versions));
    io.windlass.foundation.Page.Of<Item> list =
        browser.list(collection, user(), query, Paging.page(cursor, limit));
    return CatalogRecords.page(list.items(), list.nextCursor(), CollectionRecords::entry);
  }

  /** One file or directory. */
  @GET
  @Path("entry")
  public CollectionEntry stat(
      @PathParam("collection") String id, @QueryParam("path") @Nullable String path) {
    return CollectionRecords.entry(browser.stat(find(id, Use.READ), user(), named("path", path)));
  }

  /** Makes a directory. */
  @POST
  @Path("directories")
  public void makeDirectory(@PathParam("collection") String id, NewDirectory directory) {
    String path = required("path", required(directory).path());
    browser.makeDirectory(find(id, Use.WRITE), user(), path);
  }

  /** Gives a file or directory another path in the same collection, which nothing may have. */
  @POST
  @Path("renames")
  public void rename(@PathParam("collection") String id, Rename rename) {
    Rename wanted = required(rename);
    browser.rename(
        find(id, Use.WRITE), user(), required("from", wanted.from()), required("to", wanted.to()));
  }

  /**
   * Brings back what was deleted from a bucket that keeps versions, page by page: an entry for each
   * object, which tells when it failed.
   */
  @POST
  @Path("undeletions")
  @RunsAgain
  public Page<UndeletedEntry> undelete(
      @PathParam("collection") String id,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit,
      NewUndeletion undeletion) {
    NewUndeletion wanted = required(undeletion);
    io.windlass.foundation.Page.Of<Browser.Undeleted> page =
        browser.undelete(
            find(id, Use.WRITE),
            user(),
            new Browser.Undelete(
                required("path", wanted.path()),
                wanted.recursive(),
                wanted.asOf(),
                wanted.dryRun()),
            Paging.page(cursor, limit));
    return CatalogRecords.page(page.items(), page.nextCursor(), CollectionRecords::undeleted);
  }

  /**
   * A request for one object that needs no keys until it expires. Whoever holds the address can
   * send it: the answer is a secret.
   */
  @POST
  @Path("presigned-addresses")
  @RunsAgain
  public PresignedAddress presign(@PathParam("collection") String id, NewPresignedAddress address) {
    NewPresignedAddress wanted = required(address);
    PresignedAccess kind = kind(required("method", wanted.method()));
    Collection collection = find(id, kind == PresignedAccess.GET ? Use.READ : Use.WRITE);
    Duration lifetime = Duration.ofSeconds(wanted.seconds().orElse(USUAL_SECONDS));
    Presigned signed =
        browser.presign(collection, user(), required("path", wanted.path()), kind, lifetime);
    return new PresignedAddress(
        signed.method(),
        signed.url().toString(),
        signed.headers(),
        clock.instant().plus(lifetime).truncatedTo(ChronoUnit.SECONDS));
  }

  private static PresignedAccess kind(String method) {
    return switch (method) {
      case "GET" -> PresignedAccess.GET;
      case "PUT" -> PresignedAccess.PUT;
      default ->
          throw Problem.of(Kind.INVALID, "unknown_method", "An address is for GET or for PUT.")
              .toException();
    };
  }

  private static String named(String parameter, @Nullable String value) {
    if (value == null) {
      throw Problem.of(
              Kind.INVALID, "parameter_missing", "The query lacks the parameter " + parameter + ".")
          .toException();
    }
    return value;
  }

  private Collection find(String id, Use use) {
    return access.get(caller.get(), id, Optional.empty(), use);
  }

  private long user() {
    return caller.get().user().id();
  }
}
