package io.windlass.server.transfers;

import io.windlass.catalog.Entries;
import io.windlass.catalog.Entry;
import io.windlass.catalog.ProjectCollections;
import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.Connections;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Collections as callers name them, if they may use them. What a caller may not see is answered as
 * if it were not there. Thread-safe.
 */
public final class CollectionAccess {
  private static final int PROJECTS = 50;

  private final Collections collections;
  private final ProjectCollections rights;
  private final Entries entries;
  private final Connections connections;

  /** Collections ruled by the access lists of their projects. */
  public CollectionAccess(
      Collections collections,
      ProjectCollections rights,
      Entries entries,
      Connections connections) {
    this.collections = collections;
    this.rights = rights;
    this.entries = entries;
    this.connections = connections;
  }

  /**
   * One collection, by its id, its name, or the id of its connection or file system.
   *
   * @param project name, guid or alias; needed where the caller may see two of this name
   * @throws WindlassException NOT_FOUND {@code collection_not_found}; CONFLICT {@code
   *     collection_ambiguous}; FORBIDDEN {@code access_denied}, {@code insufficient_scope}
   */
  public Collection get(Caller caller, String idOrName, Optional<String> project, Use use) {
    Collection found = named(caller, idOrName, project);
    rights.require(caller, found.projectGuid(), use);
    return found;
  }

  /** As {@link #get(Caller, String, Optional, Use)}, by id alone. */
  public Collection get(Caller caller, UUID id, Use use) {
    Collection found =
        collections
            .find(id)
            .filter(one -> allows(caller, one, Use.SEE))
            .orElseThrow(ProjectCollections::notFound);
    rights.require(caller, found.projectGuid(), use);
    return found;
  }

  private Collection named(Caller caller, String idOrName, Optional<String> project) {
    Optional<String> guid = project.map(one -> entries.project(caller, one).guid().orElseThrow());
    List<Collection> found =
        byId(idOrName).map(List::of).orElseGet(() -> collections.named(idOrName)).stream()
            .filter(one -> guid.map(one.projectGuid()::equals).orElse(true))
            .filter(one -> allows(caller, one, Use.SEE))
            .toList();
    if (found.size() > 1) {
      throw Problem.of(
              Kind.CONFLICT,
              "collection_ambiguous",
              "There is more than one collection of the name " + idOrName + ".")
          .withRemedy("Use the id of the one you mean; windlass collections list shows them.")
          .toException();
    }
    return found.stream().findFirst().orElseThrow(ProjectCollections::notFound);
  }

  private Optional<Collection> byId(String text) {
    return uuid(text).flatMap(collections::find).or(() -> collections.ofTarget(text));
  }

  /** The id that the text is, where it is one. */
  public static Optional<UUID> uuid(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the caller may use the collection like this. */
  public boolean allows(Caller caller, Collection collection, Use use) {
    return rights.allows(caller, collection.projectGuid(), use);
  }

  /**
   * The collections that the caller may see, of one project or of all. Pages go by projects, so
   * that one may hold more or fewer collections than asked for.
   */
  public Page.Of<Collection> list(Caller caller, Optional<String> project, Page page) {
    if (project.isPresent()) {
      String guid = entries.project(caller, project.get()).guid().orElseThrow();
      return new Page.Of<>(collections.ofProject(guid), Optional.empty());
    }
    Page.Of<Entry> projects =
        entries.searchProjects(
            caller, "", new Page(page.cursor(), Math.min(page.limit(), PROJECTS)));
    boolean first = page.cursor().isEmpty();
    Stream<String> own =
        first && caller.user().administrator()
            ? Stream.of(connections.installationGuid())
            : Stream.empty();
    List<Collection> all =
        Stream.concat(own, projects.items().stream().flatMap(entry -> entry.guid().stream()))
            .flatMap(guid -> collections.ofProject(guid).stream())
            .toList();
    return new Page.Of<>(all, projects.nextCursor());
  }

  /** All that the caller may see, read page by page. */
  public Stream<Collection> visible(Caller caller) {
    return Stream.iterate(
            Optional.of(list(caller, Optional.empty(), Page.first())),
            Optional::isPresent,
            last ->
                last.flatMap(Page.Of::nextCursor)
                    .map(cursor ->
                        list(caller, Optional.empty(), new Page(Optional.of(cursor), PROJECTS))))
        .flatMap(page -> page.orElseThrow().items().stream());
  }
}
