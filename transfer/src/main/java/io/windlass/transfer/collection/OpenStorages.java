package io.windlass.transfer.collection;

import io.windlass.connection.Connection;
import io.windlass.connection.Connections;
import io.windlass.connection.StoreReach;
import io.windlass.connection.credential.OwnCredential;
import io.windlass.connection.credential.OwnCredentials;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Opens collections on one node. Thread-safe. */
public final class OpenStorages implements Storages {
  private final Collections collections;
  private final Connections connections;
  private final OwnCredentials credentials;
  private final Directories directories;
  private final String nodeId;
  private final OtherNodes others;
  private final BucketRegions regions;

  /**
   * The collections as this node reaches them.
   *
   * @param nodeId of this node
   * @param others have the directories that are not here
   */
  public OpenStorages(
      Collections collections,
      Connections connections,
      OwnCredentials credentials,
      Directories directories,
      String nodeId,
      OtherNodes others,
      InstantSource clock) {
    this.collections = collections;
    this.connections = connections;
    this.credentials = credentials;
    this.directories = directories;
    this.nodeId = nodeId;
    this.others = others;
    this.regions = new BucketRegions(clock);
  }

  @Override
  public Storage open(Collection collection, long requester, boolean requesterPays) {
    return switch (collection.kind()) {
      case BUCKETS -> buckets(collection, requester, requesterPays);
      case DIRECTORY -> directory(collection);
    };
  }

  private Storage directory(Collection collection) {
    Directories.Directory directory =
        directories
            .find(collection.target())
            .orElseThrow(() -> collectionGone(collection).toException());
    if (!directory.nodeId().equals(nodeId)) {
      return others.open(collection, directory);
    }
    if (!directory.available()) {
      throw Problem.of(
              Kind.UNAVAILABLE,
              "directory_unavailable",
              "The directory " + collection.name() + " cannot be used at the moment.")
          .withRemedy("See what the node says of its file system.")
          .toException();
    }
    return new LocalDirectory(collection, directories, directory);
  }

  private Storage buckets(Collection collection, long requester, boolean requesterPays) {
    Connection connection =
        connections
            .find(collection.target())
            .orElseThrow(() -> collectionGone(collection).toException());
    Optional<OwnCredential> own =
        collection.settings().ownCredentials()
            ? Optional.of(credentials.usable(connection.id(), requester))
            : Optional.empty();
    boolean pays = requesterPays || own.filter(OwnCredential::requesterPays).isPresent();
    return new OpenBuckets(
        collection, new Reach(connection, own, pays), () -> configured(collection, requester, own));
  }

  /** Shown beside the buckets that the account owns. */
  private List<BucketReach.Known> configured(
      Collection collection, long requester, Optional<OwnCredential> own) {
    List<BucketReach.Known> known = new ArrayList<>();
    for (String bucket : collection.settings().buckets()) {
      known.add(new BucketReach.Known(bucket, Item.Origin.CONFIGURED));
    }
    own.stream()
        .flatMap(credential -> credential.extra().stream())
        .flatMap(extra -> extra.prefixes().stream())
        .filter(prefix -> prefix.indexOf('/') > 0)
        .map(prefix -> prefix.substring(0, prefix.indexOf('/')))
        .forEach(bucket -> known.add(new BucketReach.Known(bucket, Item.Origin.KEYS)));
    for (String bucket : collections.pins(collection.id(), requester)) {
      known.add(new BucketReach.Known(bucket, Item.Origin.PINNED));
    }
    return known;
  }

  private static Problem collectionGone(Collection collection) {
    return Problem.of(
        Kind.NOT_FOUND,
        "collection_not_found",
        "What was behind the collection " + collection.name() + " is gone.");
  }

  /** The stores of one connection for one opening: each is asked for once. */
  private final class Reach implements BucketReach {
    private final Connection connection;
    private final Optional<OwnCredential> own;
    private final boolean requesterPays;
    private final Map<StoreKey, ObjectStore> stores = new ConcurrentHashMap<>();

    Reach(Connection connection, Optional<OwnCredential> own, boolean requesterPays) {
      this.connection = connection;
      this.own = own;
      this.requesterPays = requesterPays;
      root(); // the keys are those of this moment
    }

    @Override
    public StoreAddress address() {
      return connection.address();
    }

    @Override
    public final ObjectStore root() {
      return open(signing(""), Optional.empty());
    }

    @Override
    public ObjectStore store(String bucket, String key) {
      Optional<StoreReach.Own> signing = signing(bucket + "/" + key);
      ObjectStore store = open(signing, Optional.empty());
      return regions
          .of(connection.id(), bucket, store)
          .map(region -> open(signing, Optional.of(region)))
          .orElse(store);
    }

    private ObjectStore open(Optional<StoreReach.Own> signing, Optional<String> region) {
      return stores.computeIfAbsent(
          new StoreKey(signing.map(StoreReach.Own::id), region),
          _ -> connections.open(connection.id(), new StoreReach(requesterPays, region, signing)));
    }

    private Optional<StoreReach.Own> signing(String bucketAndKey) {
      return own.map(credential -> credentials.signing(credential, bucketAndKey));
    }

    @Override
    public Optional<String> credential(String bucket, String key) {
      return signing(bucket + "/" + key).map(StoreReach.Own::id);
    }

    @Override
    public boolean awaitsCredentials(WindlassException failure) {
      if (!OwnCredentials.refusesKeys(failure)) {
        return false;
      }
      own.ifPresent(credential -> credentials.refused(credential, failure.problem()));
      return true;
    }
  }

  private record StoreKey(Optional<String> signing, Optional<String> region) {}
}
