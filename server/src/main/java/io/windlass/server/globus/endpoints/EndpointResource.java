package io.windlass.server.globus.endpoints;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.server.globus.Document;
import io.windlass.server.globus.query.Window;
import io.windlass.server.http.CurrentCaller;
import io.windlass.transfer.collection.Collection;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Endpoint documents and the search for them. */
@Path("/v0.10")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class EndpointResource {
  private static final int USUAL = 100;
  private static final int MOST = 1000;

  private final CurrentCaller caller;
  private final Endpoints endpoints;
  private final EndpointDocuments documents;
  private final EndpointSearch search;
  private final ManagerAddress manager;

  EndpointResource(
      CurrentCaller caller,
      Endpoints endpoints,
      EndpointDocuments documents,
      EndpointSearch search,
      ManagerAddress manager) {
    this.caller = caller;
    this.endpoints = endpoints;
    this.documents = documents;
    this.search = search;
    this.manager = manager;
  }

  /** One collection, or the endpoint of the installation. */
  @GET
  @Path("endpoint/{id}")
  public Document get(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    Optional<String> address = manager.of(uri, headers);
    if (id.equals(documents.endpoint().toString())) {
      return documents.ofInstallation(address);
    }
    Caller who = caller.get();
    Collection collection = endpoints.get(id, Use.SEE);
    return documents.of(who, collection, address, search.inUse(who).contains(collection.id()));
  }

  /** The parameters of a search. */
  public static final class SearchParameters {
    @QueryParam("filter_fulltext")
    Optional<String> fulltext = Optional.empty();

    @QueryParam("filter_scope")
    Optional<String> scope = Optional.empty();

    @QueryParam("filter_owner_id")
    Optional<String> owner = Optional.empty();

    @QueryParam("filter_host_endpoint")
    Optional<String> host = Optional.empty();

    @QueryParam("filter_non_functional")
    Optional<String> nonFunctional = Optional.empty();

    @QueryParam("filter_entity_type")
    Optional<String> entityType = Optional.empty();

    @QueryParam("limit")
    Optional<String> limit = Optional.empty();

    @QueryParam("offset")
    Optional<String> offset = Optional.empty();

    EndpointSearch.Query query() {
      return new EndpointSearch.Query(
          given(fulltext),
          given(scope).orElse("all"),
          given(owner),
          given(entityType),
          given(nonFunctional).map(text -> text.equals("1") || text.equalsIgnoreCase("true")),
          given(host));
    }

    private static Optional<String> given(Optional<String> text) {
      return text.map(String::strip).filter(it -> !it.isEmpty());
    }
  }

  /** Collections by words, by what the caller has to do with them, or both. */
  @GET
  @Path("endpoint_search")
  public Document search(
      @BeanParam SearchParameters parameters, @Context UriInfo uri, @Context HttpHeaders headers) {
    Window window = Window.parse(parameters.limit, parameters.offset, USUAL, MOST);
    Optional<String> address = manager.of(uri, headers);
    EndpointSearch.Query query = parameters.query();
    Caller who = caller.get();
    Stream<Optional<Collection>> found =
        Stream.concat(
            search.findsEndpoint(query) ? Stream.of(Optional.empty()) : Stream.empty(),
            search.collections(who, query, address).map(Optional::of));
    Window.View<Optional<Collection>> view = window.over(found);
    Set<UUID> inUse = search.inUse(who);
    return Document.of("endpoint_list")
        .with(
            "DATA",
            view.items().stream()
                .map(one ->
                    one.map(it -> documents.of(who, it, address, inUse.contains(it.id())))
                        .orElseGet(() -> documents.ofInstallation(address)))
                .toList())
        .with("has_next_page", view.hasNext(window))
        .with("limit", window.limit())
        .with("offset", window.offset());
  }

  /** Lists of what collections never have here. */
  @GET
  @Path(
      "endpoint/{id}/{list:my_effective_pause_rule_list|server_list|role_list|access_list|my_shared_endpoint_list}")
  public Document none(@PathParam("id") String id, @PathParam("list") String list) {
    requireThere(id);
    String type =
        switch (list) {
          case "my_effective_pause_rule_list" -> "pause_rule_limited_list";
          case "server_list" -> "endpoint_server_list";
          case "my_shared_endpoint_list" -> "endpoint_list";
          default -> list;
        };
    return Document.of(type).with("endpoint", id).with("length", 0).with("DATA", List.of());
  }

  /** Guest collections, of which there are none. */
  @GET
  @Path("endpoint/{id}/shared_endpoint_list")
  public Document guests(@PathParam("id") String id) {
    requireThere(id);
    return Document.of("shared_endpoint_list")
        .with("next_token", null)
        .with("shared_endpoints", List.of());
  }

  /** Bookmarks, of which there are none. */
  @GET
  @Path("bookmark_list")
  public Document bookmarks() {
    return Document.of("bookmark_list").with("DATA", List.of());
  }

  /** The views of administrators, which belong to the native API. */
  @Path("endpoint_manager/{view:.*}")
  @GET
  @SuppressWarnings("DoNotCallSuggester") // the framework calls it
  public Document manager(@PathParam("view") String view) {
    throw noManager();
  }

  /** What administrators do there, likewise. */
  @Path("endpoint_manager/{view:.*}")
  @POST
  @SuppressWarnings("DoNotCallSuggester") // the framework calls it
  public Document manage(@PathParam("view") String view) {
    throw noManager();
  }

  private WindlassException noManager() {
    caller.get();
    return Problem.of(
            Kind.NOT_FOUND,
            "no_endpoint_manager",
            "There is no endpoint manager: tasks of everybody are shown by windlass transfers list"
                + " --everybody, and ended by windlass transfers cancel.")
        .toException();
  }

  private void requireThere(String id) {
    if (!id.equals(documents.endpoint().toString())) {
      endpoints.get(id, Use.SEE);
    }
  }
}
