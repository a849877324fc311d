package io.windlass.connection.location;

import io.windlass.connection.Connection;
import io.windlass.connection.Connections;
import io.windlass.connection.policy.BaseKey;
import io.windlass.connection.policy.BucketName;
import io.windlass.database.Database;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Locations in the database. */
public final class StoredLocations implements Locations {
  /** Owns the managed default: the installation itself. */
  private static final long INSTALLATION = 1;

  private static final int MOST_KNOWN = 10_000;

  private final LocationRows rows;
  private final Connections connections;
  private final InstantSource clock;

  /** A location never changes and never goes; so these are good for as long as the process. */
  private final Map<Long, Location> known = new ConcurrentHashMap<>();

  /** The locations of the database, reached by their connections. */
  public StoredLocations(Database database, Connections connections, InstantSource clock) {
    this.rows = new LocationRows(database.jdbi());
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  public Location create(NewLocation wanted, Owner owner) {
    return switch (wanted.kind()) {
      case MANAGED -> createManaged(wanted, owner);
      case EXTERNAL -> createExternal(wanted, owner);
    };
  }

  @Override
  public Optional<Location> find(long id) {
    Location there = known.get(id);
    if (there != null) {
      return Optional.of(there);
    }
    Optional<Location> found = rows.find(id);
    found.ifPresent(location -> {
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      known.put(id, location);
    });
    return found;
  }

  @Override
  public List<Location> ofOwner(long ownerId, int newest) {
    return rows.ofOwner(ownerId, newest);
  }

  @Override
  public ObjectStore open(Location location) {
    return location.requesterPays()
        ? connections.openPaying(location.connectionId())
        : connections.open(location.connectionId());
  }

  @Override
  public Location managedDefault() {
    return rows.find(Location.MANAGED_DEFAULT)
        .orElseThrow(() ->
            Problem.of(
                    Kind.CONFLICT,
                    "no_managed_storage",
                    "This installation has no storage of its own.")
                .withRemedy("Start it with an embedded store, or name the operator's bucket.")
                .toException());
  }

  @Override
  public Location manageIn(String connectionId, String bucket) {
    BucketName.check(bucket);
    String id = connection(connectionId).id();
    makeBucket(connections.open(id), bucket);
    rows.insertManagedDefault(
        location(NewLocation.managed(false), id, bucket, "", INSTALLATION, now()));
    Location settled = managedDefault();
    if (!settled.connectionId().equals(id) || !settled.bucket().equals(bucket)) {
      throw Problem.of(
              Kind.CONFLICT,
              "managed_storage_settled",
              "This installation's own storage is bucket "
                  + settled.bucket()
                  + " of connection "
                  + settled.connectionId()
                  + ", and cannot become another.")
          .withRemedy("Make a location of that bucket instead.")
          .toException();
    }
    return settled;
  }

  private Location createManaged(NewLocation wanted, Owner owner) {
    if (wanted.baseKey().map(BaseKey::clean).filter(key -> !key.isEmpty()).isPresent()) {
      throw invalid("Windlass itself chooses the base key of a managed location.");
    }
    if (wanted.bucket().isPresent() || wanted.connectionId().isPresent()) {
      throw invalid("A managed location names neither bucket nor connection.");
    }
    Location home = managedDefault();
    String baseKey = wanted.sts() ? owner.id() + "/" + UUID.randomUUID() : "";
    Location location =
        location(
            LocationRules.checked(wanted),
            home.connectionId(),
            home.bucket(),
            baseKey,
            owner.id(),
            now());
    return wanted.sts() ? rows.insert(location) : rows.insertOnce(location);
  }

  private Location createExternal(NewLocation wanted, Owner owner) {
    String bucket =
        wanted.bucket().orElseThrow(() -> invalid("An external location needs a bucket."));
    BucketName.check(bucket);
    String baseKey = BaseKey.clean(wanted.baseKey().orElse(""));
    NewLocation checked = LocationRules.checked(wanted);
    Connection connection =
        connection(
            wanted
                .connectionId()
                .orElseThrow(() -> invalid("An external location needs a connection.")));
    Location location = location(checked, connection.id(), bucket, baseKey, owner.id(), now());
    if (!owner.administrator()) {
      OwnerFile.prove(open(location), location, owner);
    }
    return rows.insertOnce(location);
  }

  private Connection connection(String idOrAlias) {
    return connections
        .find(idOrAlias)
        .orElseThrow(() ->
            Problem.of(
                    Kind.NOT_FOUND,
                    "connection_not_found",
                    "There is no connection " + idOrAlias + ".")
                .toException());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static Location location(
      NewLocation wanted,
      String connectionId,
      String bucket,
      String baseKey,
      long ownerId,
      Instant now) {
    return new Location(
        Location.MANAGED_DEFAULT,
        wanted.kind(),
        connectionId,
        bucket,
        baseKey,
        wanted.sts(),
        wanted.encryption(),
        wanted.kmsKeyId(),
        wanted.storageClass(),
        wanted.requesterPays(),
        ownerId,
        wanted.description(),
        wanted.banner(),
        wanted.endpointUrl(),
        UUID.randomUUID().toString(),
        now);
  }

  private static void makeBucket(ObjectStore store, String bucket) {
    try {
      store.headBucket(bucket);
    } catch (StoreException e) {
      if (!(e.failure() instanceof StoreFailure.NoSuchBucket)) {
        throw e;
      }
      store.createBucket(bucket);
    }
  }

  private static WindlassException invalid(String message) {
    return LocationRules.invalid(message);
  }
}
