package io.windlass.server.globus.files;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.globus.Document;
import io.windlass.server.globus.Pages;
import io.windlass.server.globus.endpoints.Endpoints;
import io.windlass.server.globus.query.Order;
import io.windlass.server.globus.query.Window;
import io.windlass.server.http.CurrentCaller;
import io.windlass.transfer.collection.Browser;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Item;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What is in a directory, and what a path is. */
@Path("/v0.10")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class ListingResource {
  /** The most entries of a directory that is listed; transfers have no such limit. */
  static final int MOST = 100_000;

  private final CurrentCaller caller;
  private final Endpoints endpoints;
  private final Browser browser;

  ListingResource(CurrentCaller caller, Endpoints endpoints, Browser browser) {
    this.caller = caller;
    this.endpoints = endpoints;
    this.browser = browser;
  }

  /** The parameters of a listing. */
  public static final class Parameters {
    @QueryParam("path")
    Optional<String> path = Optional.empty();

    @QueryParam("show_hidden")
    Optional<String> hidden = Optional.empty();

    @QueryParam("limit")
    Optional<String> limit = Optional.empty();

    @QueryParam("offset")
    Optional<String> offset = Optional.empty();

    @QueryParam("orderby")
    Optional<String> orderBy = Optional.empty();

    @QueryParam("filter")
    List<String> filters = List.of();

    boolean showHidden() {
      return hidden.map(text -> !text.equals("0") && !text.equalsIgnoreCase("false")).orElse(true);
    }
  }

  /** A directory, by name where no other order is asked for. */
  @GET
  @Path("operation/endpoint/{id}/ls")
  public Document list(@PathParam("id") String id, @BeanParam Parameters parameters) {
    Collection collection = endpoints.get(id, Use.READ);
    long requester = caller.get().user().id();
    String path = GlobusPaths.directory(GlobusPaths.resolve(collection, parameters.path));
    Window window = Window.parse(parameters.limit, parameters.offset, MOST, MOST);
    FileDocuments documents = new FileDocuments(caller.get().user().name());
    Optional<Comparator<Item>> order = Order.parse(parameters.orderBy, documents.orders());
    Stream<Item> found =
        walk(
                collection,
                requester,
                new Browser.Query(
                    path, false, Optional.empty(), parameters.showHidden(), Browser.History.NOW))
            .filter(FileFilter.parse(parameters.filters));
    Window.View<Item> view =
        order.map(by -> window.over(found, by)).orElseGet(() -> window.over(found));
    Iterable<Document> lazily = () -> view.items().stream().map(documents::of).iterator();
    return Document.of("file_list")
        .with("endpoint", collection.id().toString())
        .with("path", path)
        .with("absolute_path", path)
        .with("rename_supported", browser.renames(collection, requester, path))
        .with("symlink_supported", false)
        .with("length", view.items().size())
        .with("total", view.total())
        .with("DATA", lazily);
  }

  /** One file or directory. */
  @GET
  @Path("operation/endpoint/{id}/stat")
  public Document stat(@PathParam("id") String id, @QueryParam("path") Optional<String> path) {
    Collection collection = endpoints.get(id, Use.READ);
    Item item =
        browser.stat(
            collection, caller.get().user().id(), GlobusPaths.required(collection, "path", path));
    return new FileDocuments(caller.get().user().name()).of(item);
  }

  /** All entries, read page by page as they are asked for. */
  private Stream<Item> walk(Collection collection, long requester, Browser.Query query) {
    AtomicInteger seen = new AtomicInteger();
    return Pages.all(page -> browser.list(collection, requester, query, page))
        .peek(item -> {
          if (seen.incrementAndGet() > MOST) {
            throw Problem.of(
                    Kind.INVALID,
                    "too_many_entries",
                    "The directory has more than " + MOST + " entries.")
                .withRemedy("Transfers of it work all the same; windlass ls lists it page by page.")
                .toException();
          }
        });
  }
}
