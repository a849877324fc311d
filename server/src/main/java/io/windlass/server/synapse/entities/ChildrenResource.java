package io.windlass.server.synapse.entities;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.ChildrenPage;
import io.windlass.catalog.ChildrenQuery;
import io.windlass.catalog.ChildrenQuery.Direction;
import io.windlass.catalog.ChildrenQuery.Sort;
import io.windlass.catalog.ChildrenQuery.Total;
import io.windlass.catalog.EntryType;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.ConcreteType;
import io.windlass.server.synapse.EntityIds;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What lies in a project or folder. */
@Path("/repo/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class ChildrenResource {
  private static final int PAGE = 50;

  private final Catalog catalog;
  private final CurrentCaller caller;

  ChildrenResource(Catalog catalog, CurrentCaller caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  /** A page of children; without a parent, of projects. */
  @POST
  @Path("entity/children")
  @Requires(value = Scope.VIEW, anonymous = true)
  public Children list(Children.Request wanted) {
    Set<EntryType> types = types(wanted.includeTypes());
    if (types.isEmpty()) {
      return new Children(
          List.of(),
          none(),
          zero(wanted.includeTotalChildCount()),
          zero(wanted.includeSumFileSizes()));
    }
    ChildrenPage page =
        catalog
            .entries()
            .children(caller.get(), EntityIds.parseParent(wanted.parentId()), query(wanted, types));
    return new Children(
        page.entries().stream().map(Translation::header).toList(),
        page.nextCursor(),
        page.count(),
        page.size());
  }

  /** The id of a child by its name. Clients take 404 for "not there". */
  @POST
  @Path("entity/child")
  @Requires(value = Scope.VIEW, anonymous = true)
  public Children.Found find(Children.Lookup wanted) {
    String name =
        wanted
            .entityName()
            .orElseThrow(() ->
                Problem.of(Kind.INVALID, "entity_name_missing", "entityName is missing.")
                    .toException());
    return catalog
        .entries()
        .childNamed(caller.get(), EntityIds.parseParent(wanted.parentId()), name)
        .map(entry -> new Children.Found(EntityIds.show(entry.id())))
        .orElseThrow(() ->
            Problem.of(Kind.NOT_FOUND, "entry_not_found", "There is no '" + name + "' here.")
                .toException());
  }

  private static ChildrenQuery query(Children.Request wanted, Set<EntryType> types) {
    Set<Total> totals = EnumSet.noneOf(Total.class);
    if (wanted.includeTotalChildCount()) {
      totals.add(Total.COUNT);
    }
    if (wanted.includeSumFileSizes()) {
      totals.add(Total.SIZE);
    }
    return new ChildrenQuery(
        types,
        switch (wanted.sortBy().orElse("NAME")) {
          case "NAME" -> Sort.NAME;
          case "CREATED_ON" -> Sort.CREATED_AT;
          case "MODIFIED_ON" -> Sort.MODIFIED_AT;
          default -> throw invalid("unknown_sort", "sortBy is NAME, CREATED_ON or MODIFIED_ON.");
        },
        switch (wanted.sortDirection().orElse("ASC")) {
          case "ASC" -> Direction.ASCENDING;
          case "DESC" -> Direction.DESCENDING;
          default -> throw invalid("unknown_sort", "sortDirection is ASC or DESC.");
        },
        new Page(wanted.nextPageToken(), PAGE),
        totals);
  }

  /** The types asked for that exist here; tables and links find nothing, and no fault. */
  private static Set<EntryType> types(List<String> words) {
    if (words.isEmpty()) {
      throw invalid("include_types_missing", "includeTypes must name at least one type.");
    }
    Set<EntryType> types = EnumSet.noneOf(EntryType.class);
    words.forEach(word -> ConcreteType.ofWord(word).ifPresent(types::add));
    return types;
  }

  private static Optional<Long> zero(boolean wanted) {
    return wanted ? Optional.of(0L) : none();
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private static RuntimeException invalid(String code, String message) {
    return Problem.of(Kind.INVALID, code, message).toException();
  }
}
