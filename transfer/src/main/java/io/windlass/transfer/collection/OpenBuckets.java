package io.windlass.transfer.collection;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.StoreAddress;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The buckets of a connection, with the keys that the opening has chosen. */
final class OpenBuckets implements BucketStorage {
  private static final int SINGLE_DELETIONS = 16;

  private final Collection collection;
  private final BucketReach reach;
  private final Supplier<List<BucketReach.Known>> configured;

  /**
   * @param configured buckets for the root beside those that the account owns; asked when needed
   */
  OpenBuckets(
      Collection collection, BucketReach reach, Supplier<List<BucketReach.Known>> configured) {
    this.collection = collection;
    this.reach = reach;
    this.configured = configured;
  }

  @Override
  public Collection collection() {
    return collection;
  }

  @Override
  public Place at(String path) {
    BucketPath parsed = BucketPath.of(path);
    if (parsed.isRoot()) {
      throw Problems.rootNotWritable().toException();
    }
    if (parsed.key().isEmpty()) {
      throw Problems.notAnObject(path).toException();
    }
    return place(parsed, parsed.key());
  }

  @Override
  public Place below(String directory) {
    BucketPath parsed = BucketPath.of(directory);
    if (parsed.bucket().isEmpty()) {
      throw Problems.rootNotWritable().toException();
    }
    return place(parsed, parsed.prefix());
  }

  private Place place(BucketPath path, String key) {
    return new Place(reach.store(path.bucket(), key), ObjectId.of(path.bucket(), key));
  }

  @Override
  public Signer signer(String path) {
    BucketPath parsed = BucketPath.of(path);
    return new Signer(collection.target(), reach.credential(parsed.bucket(), parsed.key()));
  }

  @Override
  public boolean sharesStoreWith(BucketStorage other) {
    return other instanceof OpenBuckets buckets
        && buckets.reach.address().endpoint().equals(reach.address().endpoint());
  }

  @Override
  public StoreAddress address() {
    return reach.root().address();
  }

  @Override
  public BucketStorage counting(RequestCount count) {
    return new OpenBuckets(collection, new CountedReach(reach, count), configured);
  }

  @Override
  public Stream<Walked> walk(String directory, Optional<String> after, Links links) {
    BucketPath path = BucketPath.of(directory);
    if (path.isRoot()) {
      return BucketWalk.ofRoot(roots(), this::wholeBucket, after);
    }
    Place place = existing(directory, after.isPresent());
    return BucketWalk.of(place, after);
  }

  private Stream<Walked> wholeBucket(String bucket, Optional<String> after) {
    return BucketWalk.of(below("/" + bucket), after);
  }

  /** A directory that is there, unless that is known. */
  private Place existing(String directory, boolean known) {
    BucketPath path = BucketPath.of(directory);
    Place place = below(directory);
    if (!known && !path.isBucket() && !isDirectory(place)) {
      boolean object = head(path).isPresent();
      throw (object ? Problems.notADirectory(directory) : Problems.notFound(directory))
          .toException();
    }
    return place;
  }

  @Override
  public Stream<Item> list(String directory, Optional<String> after) {
    if (BucketPath.of(directory).isRoot()) {
      return roots().stream()
          .filter(item -> after.isEmpty() || Keys.isAfter(item.sortKey(), after.get()));
    }
    Place place = existing(directory, after.isPresent());
    return answering(directory, () -> Streams.of(new BucketPage(place, after), () -> {}));
  }

  @Override
  public Item stat(String path) {
    BucketPath parsed = BucketPath.of(path);
    if (parsed.isRoot()) {
      return Item.directory("");
    }
    if (parsed.isBucket()) {
      answering(
          path,
          () -> {
            reach.store(parsed.bucket(), "").headBucket(parsed.bucket());
            return true;
          });
      return root(parsed.bucket());
    }
    if (!path.endsWith("/")) {
      Optional<ObjectFacts> facts = head(parsed);
      if (facts.isPresent()) {
        return Keys.item(parsed.name(), facts.get());
      }
    }
    if (!isDirectory(below(path))) {
      throw Problems.notFound(path).toException();
    }
    return Item.directory(parsed.name());
  }

  private Item root(String bucket) {
    return configured.get().stream()
        .filter(known -> known.bucket().equals(bucket))
        .findFirst()
        .map(known -> Keys.bucket(bucket, known.origin()))
        .orElseGet(() -> Item.directory(bucket));
  }

  private boolean isDirectory(Place prefix) {
    return answering(
        "/" + prefix.bucket() + "/" + prefix.key(),
        () -> {
          Listing.Request request =
              new Listing.Request(
                  prefix.bucket(),
                  prefix.key(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  1);
          return !prefix.store().list(request).objects().isEmpty();
        });
  }

  /** The object of exactly this key, a slash at its end aside. */
  private Optional<ObjectFacts> head(BucketPath path) {
    Place place = place(path, path.objectKey());
    if (place.key().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(place.store().head(place.id()));
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        return Optional.empty();
      }
      throw Problems.of(e, path.toString());
    }
  }

  @Override
  public Optional<Problem> unsuitable(String path) {
    return BucketPath.of(path).unsuitable();
  }

  /** An object of the same path is in the way; other keys are not, as objects have no parents. */
  @Override
  public boolean makeDirectory(String path) {
    BucketPath parsed = BucketPath.of(path);
    parsed
        .unsuitable()
        .ifPresent(problem -> {
          throw problem.toException();
        });
    if (parsed.isBucket()) {
      requireBucket(path);
      return false;
    }
    if (head(parsed).isPresent()) {
      throw Problems.exists(path).toException();
    }
    Place marker = below(path);
    if (isDirectory(marker)) {
      return false;
    }
    answering(path, () -> marker.store().put(marker.id(), WriteOptions.NONE, Body.of(new byte[0])));
    return true;
  }

  /** Buckets are not made. */
  private void requireBucket(String path) {
    try {
      stat(path);
    } catch (WindlassException e) {
      throw e.problem().code().equals("path_not_found")
          ? Problems.rootNotWritable().toException()
          : e;
    }
  }

  @Override
  public List<NotDeleted> delete(List<Doomed> doomed) {
    List<NotDeleted> left = new ArrayList<>();
    Map<Reached, Map<ObjectId, Doomed>> byStore = new LinkedHashMap<>();
    for (Doomed each : doomed) {
      BucketPath path = BucketPath.of(each.path());
      if (path.key().isEmpty()) {
        left.add(new NotDeleted(each, Problems.rootNotWritable()));
        continue;
      }
      Place place = place(path, each.directory() ? path.prefix() : path.key());
      byStore
          .computeIfAbsent(new Reached(place.store(), place.bucket()), _ -> new LinkedHashMap<>())
          .put(place.id(), each);
    }
    byStore.forEach(
        (reached, objects) -> left.addAll(delete(reached.store(), reached.bucket(), objects)));
    return left;
  }

  /** Deletes objects, or versions of them, up to 1,000. */
  static List<NotDeleted> delete(ObjectStore store, String bucket, Map<ObjectId, Doomed> objects) {
    try {
      return store.deleteAll(bucket, List.copyOf(objects.keySet())).stream()
          .map(each -> {
            Doomed doomed =
                objects.getOrDefault(
                    each.id(), new Doomed("/" + bucket + "/" + each.id().key(), false));
            return new NotDeleted(
                doomed, Problems.notDeleted(doomed.path(), each.code(), each.message()));
          })
          .toList();
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.Denied) {
        return deleteOneByOne(store, objects);
      }
      throw Problems.of(e, "/" + bucket);
    }
  }

  /** Ceph wants the right to delete the bucket's objects on the bucket too when there are many. */
  private static List<NotDeleted> deleteOneByOne(ObjectStore store, Map<ObjectId, Doomed> objects) {
    List<NotDeleted> left = new CopyOnWriteArrayList<>();
    Semaphore free = new Semaphore(SINGLE_DELETIONS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      objects.forEach((id, doomed) -> {
        free.acquireUninterruptibly();
        threads.execute(() -> {
          try {
            store.delete(id);
          } catch (StoreException e) {
            left.add(new NotDeleted(doomed, Problems.of(e, doomed.path()).problem()));
          } finally {
            free.release();
          }
        });
      });
    }
    return left;
  }

  @Override
  public void rename(String from, String to, int most) {
    new BucketRename(this).rename(from, to, most);
  }

  @Override
  public boolean awaitsCredentials(WindlassException failure) {
    return reach.awaitsCredentials(failure);
  }

  /** The stores belong to the connections. */
  @Override
  public void close() {}

  private List<Item> roots() {
    Map<String, Item> roots = new LinkedHashMap<>();
    for (String bucket : owned()) {
      roots.put(bucket, Keys.bucket(bucket, Item.Origin.OWNED));
    }
    for (BucketReach.Known known : configured.get()) {
      roots.putIfAbsent(known.bucket(), Keys.bucket(known.bucket(), known.origin()));
    }
    return roots.values().stream().sorted(Keys.ORDER).toList();
  }

  /** None where the store does not tell. */
  private List<String> owned() {
    try {
      return reach.root().buckets();
    } catch (StoreException e) {
      return switch (e.failure()) {
        case StoreFailure.Denied _,
            StoreFailure.Refused _,
            StoreFailure.Unsupported _,
            StoreFailure.WrongRegion _ ->
            List.of();
        case StoreFailure.BadKeys _,
            StoreFailure.ClockSkew _,
            StoreFailure.ExpiredKeys _,
            StoreFailure.KeyDenied _,
            StoreFailure.NoSuchBucket _,
            StoreFailure.NoSuchObject _,
            StoreFailure.PreconditionFailed _,
            StoreFailure.Unreachable _ ->
            throw e;
      };
    }
  }

  static <T> T answering(String path, Supplier<T> call) {
    try {
      return call.get();
    } catch (StoreException e) {
      throw Problems.of(e, path);
    }
  }

  private record Reached(ObjectStore store, String bucket) {}

  static WindlassException tooLarge(String path, int most) {
    return Problem.of(
            Kind.INVALID,
            "directory_too_large",
            "There are more than " + most + " objects below " + Problems.shown(path) + ".")
        .withRemedy("Transfer it to its new place, then delete it.")
        .toException();
  }
}
