package io.windlass.connection;

import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStores;
import io.windlass.objectstore.SecurityTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The stores that are open, one for each connection and way to reach it. What a change or the limit
 * puts aside is closed later, because calls may still be running on it. Thread-safe.
 */
final class OpenStores implements AutoCloseable {
  /** Longer than any one call to a store. */
  private static final Duration GRACE = Duration.ofHours(12);

  private static final int MOST = 1000;

  private final ObjectStores stores;
  private final Function<ConnectionRow, Access> accesses;
  private final InstantSource clock;
  private final Map<Key, Opened> opened = new LinkedHashMap<>(16, 0.75f, true);
  private final List<Retired> retired = new ArrayList<>();

  OpenStores(ObjectStores stores, Function<ConnectionRow, Access> accesses, InstantSource clock) {
    this.stores = stores;
    this.accesses = accesses;
    this.clock = clock;
  }

  /** The store as the row describes it now. */
  Opened get(ConnectionRow row) {
    return get(row, StoreReach.of(row.requesterPays()));
  }

  /** The same, reached otherwise. */
  synchronized Opened get(ConnectionRow row, StoreReach reach) {
    Key key =
        new Key(
            row.id(),
            row.requesterPays() || reach.requesterPays(),
            reach.region(),
            reach.signing().map(own -> own.id() + " " + own.version()));
    Opened present = opened.get(key);
    if (present != null && present.version() == row.version()) {
      return present;
    }
    Opened fresh = open(row.version(), accesses.apply(row).reached(reach));
    if (present != null) {
      retire(present);
    }
    opened.put(key, fresh);
    if (opened.size() > MOST) {
      Iterator<Opened> eldest = opened.values().iterator();
      retire(eldest.next());
      eldest.remove();
    }
    closeRetired(clock.instant().minus(GRACE));
    return fresh;
  }

  /** A store of its own, which the caller closes. */
  Opened open(long version, Access access) {
    return new Opened(
        version,
        access,
        stores.open(access.address(), access.signing()),
        access.tokenSigning().map(signing -> stores.securityTokens(access.address(), signing)));
  }

  /** The store that these temporary keys open; the caller closes it. */
  ObjectStore open(Access access, SecurityTokens.TemporaryKeys keys) {
    return stores.open(access.address(), keys.asSigning());
  }

  synchronized void forget(String id) {
    opened
        .entrySet()
        .removeIf(entry -> {
          boolean its = entry.getKey().id().equals(id);
          if (its) {
            retire(entry.getValue());
          }
          return its;
        });
  }

  @Override
  public synchronized void close() {
    opened.values().forEach(Opened::close);
    opened.clear();
    closeRetired(Instant.MAX);
  }

  private void retire(Opened old) {
    retired.add(new Retired(old, clock.instant()));
  }

  private void closeRetired(Instant before) {
    retired.removeIf(old -> {
      boolean due = old.at().isBefore(before);
      if (due) {
        old.opened().close();
      }
      return due;
    });
  }

  /** An open store and its token service. */
  record Opened(long version, Access access, ObjectStore store, Optional<SecurityTokens> tokens)
      implements AutoCloseable {
    @Override
    public void close() {
      store.close();
      tokens.ifPresent(SecurityTokens::close);
    }
  }

  /**
   * A connection and a way to reach it.
   *
   * @param signing another one than its own
   */
  private record Key(
      String id, boolean requesterPays, Optional<String> region, Optional<String> signing) {}

  private record Retired(Opened opened, Instant at) {}
}
