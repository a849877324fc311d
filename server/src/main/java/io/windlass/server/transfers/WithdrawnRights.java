package io.windlass.server.transfers;

import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.identity.Users;
import io.windlass.database.task.RecurringWork;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.Transfer;
import io.windlass.transfer.Transfer.Request;
import io.windlass.transfer.TransferFilter;
import io.windlass.transfer.TransferState;
import io.windlass.transfer.Transfers;
import io.windlass.transfer.collection.Collections;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops transfers of people who have lost the rights that these need. A collection that is gone is
 * the business of the transfer itself. Thread-safe.
 */
public final class WithdrawnRights {
  private static final Logger log = LoggerFactory.getLogger(WithdrawnRights.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Problem WITHDRAWN =
      Problem.of(
              Kind.FORBIDDEN,
              "access_withdrawn",
              "Whoever submitted it may no longer use its collections.")
          .withRemedy("Ask an owner of the project for the rights, then submit it again.");
  private static final Set<TransferState> OPEN =
      EnumSet.of(TransferState.QUEUED, TransferState.ACTIVE, TransferState.INACTIVE);

  private final Transfers transfers;
  private final Collections collections;
  private final CollectionAccess access;
  private final Users users;

  /** Rights on these collections. */
  public WithdrawnRights(
      Transfers transfers, Collections collections, CollectionAccess access, Users users) {
    this.transfers = transfers;
    this.collections = collections;
    this.access = access;
    this.users = users;
  }

  /** Looks once a minute. */
  public RecurringWork work() {
    return new RecurringWork("stop_transfers_without_rights", PAUSE, this::look);
  }

  /** Looks at all that have not ended. */
  public void look() {
    TransferFilter open = new TransferFilter(Optional.empty(), OPEN, Set.of());
    Optional<String> cursor = Optional.empty();
    do {
      Page.Of<Transfer> page = transfers.list(open, new Page(cursor, Page.MOST));
      page.items().stream().filter(transfer -> !allowed(transfer)).forEach(this::stop);
      cursor = page.nextCursor();
    } while (cursor.isPresent());
  }

  private void stop(Transfer transfer) {
    log.warn(
        "Transfer {} is stopped: user {} has lost the rights that it needs.",
        transfer.id(),
        transfer.request().requester());
    transfers.fail(transfer.id(), WITHDRAWN);
  }

  private boolean allowed(Transfer transfer) {
    Optional<Caller> requester = users.caller(transfer.request().requester(), Scope.values());
    return requester.isPresent()
        && switch (transfer.request()) {
          case Request.Copying(var copying) ->
              copying.source().map(id -> allowed(requester.get(), id, Use.READ)).orElse(true)
                  && allowed(requester.get(), copying.destination(), Use.WRITE);
          case Request.Deleting(var deleting) ->
              allowed(requester.get(), deleting.collection(), Use.WRITE);
        };
  }

  private boolean allowed(Caller caller, UUID collection, Use use) {
    return collections.find(collection).map(one -> access.allows(caller, one, use)).orElse(true);
  }
}
