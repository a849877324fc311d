package io.windlass.catalog.locations;

import io.windlass.catalog.Access;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entry;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.Connection;
import io.windlass.connection.Connections;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.connection.location.NewLocation;
import io.windlass.connection.location.Owner;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.StoreException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which connection an external location goes through. Thread-safe.
 *
 * <p>Callers may use the installation's connections and those of projects in which they may create.
 * Where the request names none, they are tried in this order, and the first through which the
 * bucket answers and the owner file proves the caller's ownership is taken:
 *
 * <ol>
 *   <li>those whose endpoint is the request's {@code endpointUrl}: it is a hint, since some clients
 *       name AWS whatever the store;
 *   <li>for a location with temporary keys, those that vend them for sure, then those that may;
 *   <li>those that the caller has such locations of the same bucket through, so that the same
 *       request finds the same location;
 *   <li>the others, in the order of their creation.
 * </ol>
 */
public final class ConnectionChoice {
  private static final int NEWEST = 1000;

  private final Catalog catalog;
  private final Connections connections;

  /** A choice among the connections of the installation. */
  public ConnectionChoice(Catalog catalog, Connections connections) {
    this.catalog = catalog;
    this.connections = connections;
  }

  /**
   * Makes the location through the connection that it names, or through the first that fits.
   *
   * @throws WindlassException FORBIDDEN {@code connection_not_yours}; INVALID {@code
   *     no_connection}; else what the most promising connection answered
   */
  Location create(Caller caller, NewLocation wanted, Owner owner, Locations locations) {
    if (wanted.connectionId().isPresent()) {
      Connection named = named(caller, wanted.connectionId().get());
      return locations.create(wanted.through(named.id()), owner);
    }
    Optional<WindlassException> best = Optional.empty();
    for (Connection candidate : candidates(caller, wanted, locations)) {
      try {
        if (owner.administrator()) {
          requireAnswer(candidate, wanted);
        }
        return locations.create(wanted.through(candidate.id()), owner);
      } catch (WindlassException e) {
        if (best.isEmpty() || promise(e) < promise(best.get())) {
          best = Optional.of(e);
        }
      }
    }
    throw best.map(ConnectionChoice::invalid).orElseGet(() -> noConnection(wanted));
  }

  /** What a store refuses makes the request wrong, which names the bucket and proves nothing. */
  private static WindlassException invalid(WindlassException e) {
    Problem problem = e.problem();
    boolean passing = problem.kind() == Kind.UNAVAILABLE || problem.kind() == Kind.INTERNAL;
    return e instanceof StoreException && !passing
        ? new Problem(Kind.INVALID, problem.code(), problem.message(), problem.remedy())
            .toException(e)
        : e;
  }

  private Connection named(Caller caller, String idOrAlias) {
    Connection connection =
        connections
            .find(idOrAlias)
            .orElseThrow(() ->
                Problem.of(
                        Kind.NOT_FOUND,
                        "connection_not_found",
                        "There is no connection " + idOrAlias + ".")
                    .toException());
    if (!mayUse(caller, connection.projectGuid())) {
      throw Problem.of(
              Kind.FORBIDDEN,
              "connection_not_yours",
              "Connection " + idOrAlias + " belongs to a project in which you may not create.")
          .toException();
    }
    return connection;
  }

  private List<Connection> candidates(Caller caller, NewLocation wanted, Locations locations) {
    Set<String> used = new HashSet<>();
    for (Location location : locations.ofOwner(caller.user().id(), NEWEST)) {
      if (location.sts() == wanted.sts()
          && wanted.bucket().equals(Optional.of(location.bucket()))) {
        used.add(location.connectionId());
      }
    }
    List<Connection> candidates = new ArrayList<>();
    for (String guid : connections.projectGuids()) {
      if (mayUse(caller, guid)) {
        addAll(guid, candidates);
      }
    }
    candidates.sort(
        Comparator.comparing((Connection it) -> !isAt(it, wanted.endpointUrl()))
            .thenComparingInt(it -> wanted.sts() ? doubt(it.vending()) : 0)
            .thenComparing(it -> !used.contains(it.id()))
            .thenComparing(Connection::createdAt));
    return candidates;
  }

  /** Whether keys may ask for federation tokens is known only when they do. */
  private static int doubt(Connection.Vending vending) {
    return switch (vending) {
      case WINDLASS, ASSUME_ROLE -> 0;
      case FEDERATION_TOKEN -> 1;
      case NONE -> 2;
    };
  }

  private void addAll(String projectGuid, List<Connection> candidates) {
    Page page = Page.first();
    Optional<String> next;
    do {
      Page.Of<Connection> some = connections.list(projectGuid, page);
      candidates.addAll(some.items());
      next = some.nextCursor();
      page = new Page(next, Page.MOST);
    } while (next.isPresent());
  }

  private boolean mayUse(Caller caller, String projectGuid) {
    if (projectGuid.equals(connections.installationGuid())) {
      return true;
    }
    try {
      Entry project = catalog.entries().project(caller, projectGuid);
      return catalog.accessLists().permissions(caller, project.id()).contains(Access.CREATE);
    } catch (WindlassException e) {
      if (e.problem().kind() == Kind.NOT_FOUND || e.problem().kind() == Kind.FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }

  /** Administrators prove nothing, so that only an answer tells whether the bucket is there. */
  private void requireAnswer(Connection candidate, NewLocation wanted) {
    connections
        .open(candidate.id())
        .list(
            new Listing.Request(
                wanted.bucket().orElse(""),
                wanted.baseKey().orElse(""),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1));
  }

  private static boolean isAt(Connection connection, Optional<String> endpointUrl) {
    return endpointUrl.isPresent()
        && connection.address().endpoint().map(ConnectionChoice::place).isPresent()
        && connection
            .address()
            .endpoint()
            .map(ConnectionChoice::place)
            .equals(parsed(endpointUrl.get()).map(ConnectionChoice::place));
  }

  private static Optional<URI> parsed(String endpointUrl) {
    try {
      return Optional.of(URI.create(endpointUrl.strip()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String place(URI endpoint) {
    return (endpoint.getScheme() + "://" + endpoint.getAuthority()).toLowerCase(Locale.ROOT);
  }

  /** What the store let through to a rule says more than what it refused or did not answer. */
  private static int promise(WindlassException e) {
    return switch (e.problem().kind()) {
      case INVALID, CONFLICT, FORBIDDEN -> 0;
      case STORE_REFUSED, NOT_FOUND -> 1;
      case UNAUTHENTICATED, PRECONDITION_FAILED, TOO_LARGE, UNAVAILABLE, INTERNAL -> 2;
    };
  }

  private static WindlassException noConnection(NewLocation wanted) {
    return Problem.of(
            Kind.INVALID,
            "no_connection",
            "No connection that you may use leads to the bucket "
                + wanted.bucket().orElse("")
                + ".")
        .withRemedy(
            "Make one in a project in which you may create: windlass connections create"
                + " --from-file FILE.")
        .toException();
  }
}
