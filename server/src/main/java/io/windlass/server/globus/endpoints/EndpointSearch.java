package io.windlass.server.globus.endpoints;

import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.globus.Identities;
import io.windlass.server.transfers.CollectionAccess;
import io.windlass.server.transfers.TransferAccess;
import io.windlass.transfer.Transfer;
import io.windlass.transfer.Transfer.Request.Copying;
import io.windlass.transfer.Transfer.Request.Deleting;
import io.windlass.transfer.TransferState;
import io.windlass.transfer.collection.Collection;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which collections a search is for. Thread-safe. */
@Singleton
final class EndpointSearch {
  private static final Set<TransferState> RUNNING =
      EnumSet.of(TransferState.QUEUED, TransferState.ACTIVE, TransferState.INACTIVE);

  private final CollectionAccess access;
  private final TransferAccess transfers;
  private final EndpointDocuments documents;

  EndpointSearch(CollectionAccess access, TransferAccess transfers, EndpointDocuments documents) {
    this.access = access;
    this.transfers = transfers;
    this.documents = documents;
  }

  /**
   * What is searched for; everything that is absent fits all.
   *
   * @param fulltext words that must all appear in the name, description or owner
   * @param scope one of those of Globus, {@code all} where none is given
   * @param owner the endpoint, or an identity: the collections that it administers
   * @param entityType of the documents
   * @param nonFunctional whether endpoints are wanted, and not collections
   * @param host guest collections of this one, of which there are none
   */
  record Query(
      Optional<String> fulltext,
      String scope,
      Optional<String> owner,
      Optional<String> entityType,
      Optional<Boolean> nonFunctional,
      Optional<String> host) {}

  /** The collections, as they are found. */
  Stream<Collection> collections(Caller caller, Query query, Optional<String> manager) {
    Predicate<Collection> scope = scope(caller, query);
    boolean none =
        query.host().isPresent()
            || query.nonFunctional().orElse(false)
            || query
                .entityType()
                .filter(type -> !type.equalsIgnoreCase(EndpointDocuments.type(manager)))
                .isPresent();
    if (none) {
      return Stream.empty();
    }
    return access
        .visible(caller)
        .filter(scope)
        .filter(owner(caller, query.owner()))
        .filter(collection -> fits(query.fulltext(), text(caller, collection)));
  }

  /** Whether the endpoint of the installation is among the results. */
  boolean findsEndpoint(Query query) {
    return query.scope().equals("all")
        && query.host().isEmpty()
        && query.nonFunctional().orElse(true)
        && query.owner().isEmpty()
        && query.entityType().map(EndpointDocuments.ENDPOINT::equalsIgnoreCase).orElse(true)
        && fits(query.fulltext(), "windlass");
  }

  /** The collections that unfinished transfers of the caller work with. */
  Set<UUID> inUse(Caller caller) {
    return recent(caller, RUNNING);
  }

  private Predicate<Collection> scope(Caller caller, Query query) {
    return switch (query.scope()) {
      case "all" -> {
        if (query.fulltext().isEmpty()) {
          throw Problem.of(
                  Kind.INVALID, "fulltext_missing", "A search of all needs filter_fulltext.")
              .withRemedy("Say what to look for, or name another filter_scope.")
              .toException();
        }
        yield collection -> true;
      }
      case "my-endpoints", "administered-by-me" -> administered(caller);
      case "shared-with-me" -> administered(caller).negate();
      case "recently-used" -> {
        Set<UUID> used = recent(caller, Set.of());
        yield collection -> used.contains(collection.id());
      }
      case "in-use" -> {
        Set<UUID> used = inUse(caller);
        yield collection -> used.contains(collection.id());
      }
      case "shared-by-me", "my-gcp-endpoints" -> collection -> false;
      default ->
          throw Problem.of(
                  Kind.INVALID, "unknown_scope", "There is no filter_scope " + query.scope() + ".")
              .toException();
    };
  }

  private Predicate<Collection> owner(Caller caller, Optional<String> owner) {
    if (owner.isEmpty() || owner.get().equals(documents.endpoint().toString())) {
      return collection -> true;
    }
    return owner.get().equals(Identities.of(caller.user()).toString())
        ? administered(caller)
        : collection -> false;
  }

  private Predicate<Collection> administered(Caller caller) {
    return collection -> access.allows(caller, collection, Use.CHANGE);
  }

  private Set<UUID> recent(Caller caller, Set<TransferState> states) {
    return transfers.list(caller, false, states, Set.of(), Page.first()).items().stream()
        .flatMap(EndpointSearch::used)
        .collect(Collectors.toSet());
  }

  private static Stream<UUID> used(Transfer transfer) {
    return switch (transfer.request()) {
      case Copying(var copy) ->
          Stream.concat(copy.source().stream(), Stream.of(copy.destination()));
      case Deleting(var deletion) -> Stream.of(deletion.collection());
    };
  }

  private String text(Caller caller, Collection collection) {
    return String.join(
        " ",
        List.of(
            collection.id().toString(),
            collection.name(),
            collection.settings().description().orElse(""),
            documents.owner(caller, collection)));
  }

  private static boolean fits(Optional<String> fulltext, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return fulltext
        .map(words ->
            Arrays.stream(words.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                .allMatch(lower::contains))
        .orElse(true);
  }
}
