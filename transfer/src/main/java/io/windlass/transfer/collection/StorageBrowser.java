package io.windlass.transfer.collection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.FileName;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.transfer.collection.BucketStorage.Place;
import io.windlass.transfer.collection.BucketStorage.Signer;
import io.windlass.transfer.collection.OpenListings.OpenListing;
import io.windlass.transfer.collection.Storage.Links;
import io.windlass.transfer.collection.Storage.Walked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Looks into collections as they are opened on this node. Thread-safe. */
public final class StorageBrowser implements Browser {
  /** Keys that a rename moves at once. */
  static final int MOST_RENAMED = 1000;

  private static final Duration LONGEST_LINK = Duration.ofDays(7);

  /** Entries that one request looks at. */
  private static final int MOST_LOOKED_AT = 100_000;

  private static final int MOST_REMEMBERED = 10_000;

  private final Storages storages;
  private final OpenListings listings = new OpenListings();

  /** Who was denied deleting in which bucket: renaming needs it. */
  private final Map<Denied, Boolean> denied = new ConcurrentHashMap<>();

  /** A browser of what these open. */
  public StorageBrowser(Storages storages) {
    this.storages = storages;
  }

  @Override
  public Page.Of<Item> list(Collection collection, long requester, Query query, Page page) {
    Optional<Glob> glob = query.glob().map(Glob::of);
    Predicate<Item> wanted =
        item ->
            (query.hidden() || !isHidden(item.name()))
                && glob.filter(it -> !it.matches(item.name())).isEmpty();
    OpenListing listing =
        page.cursor()
            .flatMap(cursor -> listings.take(key(collection, requester, query, cursor)))
            .orElseGet(() -> begin(collection, requester, query, glob, page.cursor()));
    boolean keep = false;
    try {
      Page.Of<Item> found = page(listing.items(), wanted, page.limit());
      // a bucket's listing goes on anywhere; a directory would have to be sorted again
      keep = found.nextCursor().isPresent() && listing.storage() instanceof DirectoryStorage;
      if (keep) {
        listings.keep(key(collection, requester, query, found.nextCursor().orElseThrow()), listing);
      }
      return found;
    } catch (WindlassException e) {
      listing.storage().awaitsCredentials(e);
      throw e;
    } finally {
      if (!keep) {
        listing.close();
      }
    }
  }

  private static OpenListings.Key key(
      Collection collection, long requester, Query query, String cursor) {
    return new OpenListings.Key(collection.id(), requester, query, cursor);
  }

  private OpenListing begin(
      Collection collection,
      long requester,
      Query query,
      Optional<Glob> glob,
      Optional<String> cursor) {
    Optional<String> after = cursor.map(StorageBrowser::read);
    Storage storage = storages.open(collection, requester, false);
    try {
      Stream<Item> items =
          query.history() instanceof Browser.History.Now
              ? query.recursive()
                  ? recursive(storage, query, glob, after)
                  : storage.list(query.path(), after)
              : history(versioned(storage, query.path()), query, after);
      return new OpenListing(storage, items, items.iterator());
    } catch (WindlassException e) {
      try (storage) {
        storage.awaitsCredentials(e);
      }
      throw e;
    }
  }

  private static Stream<Item> recursive(
      Storage storage, Query query, Optional<Glob> glob, Optional<String> after) {
    String literal = glob.map(Glob::literal).orElse("");
    Optional<String> from = after;
    if (after.isEmpty() && literal.length() > 1) {
      // just before all that begins so, and not yet behind anything that does
      requireDirectory(storage, query.path());
      from = Optional.of(literal.substring(0, literal.offsetByCodePoints(literal.length(), -1)));
    }
    return storage
        .walk(query.path(), from, Links.SHOW)
        .takeWhile(walked ->
            literal.isEmpty()
                || walked.sortKey().startsWith(literal)
                || !Keys.isAfter(walked.sortKey(), literal))
        .map(walked ->
            switch (walked) {
              case Walked.Found(Item item) -> item;
              case Walked.Unreadable(String name, boolean directory, Problem _) ->
                  directory ? Item.directory(name) : Item.unknown(name);
            });
  }

  private static Stream<Item> history(OpenBuckets storage, Query query, Optional<String> after) {
    HistoryListing listing =
        new HistoryListing(storage, query.path(), query.recursive(), query.history(), after);
    return Streams.of(listing, listing::close);
  }

  /** Only objects have versions. */
  private static OpenBuckets versioned(Storage storage, String path) {
    if (storage instanceof OpenBuckets buckets && !BucketPath.of(path).isRoot()) {
      return buckets;
    }
    throw Problem.of(
            Kind.INVALID, "no_versions", "Versions are kept in buckets alone, and not of buckets.")
        .withRemedy("Give a path that begins with /BUCKET/.")
        .toException();
  }

  @Override
  public Page.Of<Undeleted> undelete(
      Collection collection, long requester, Undelete wanted, Page page) {
    Optional<String> after = page.cursor().map(StorageBrowser::read);
    return with(
        collection,
        requester,
        storage -> {
          Page.Of<Undeleted> found =
              new Undeletion(versioned(storage, wanted.path()), wanted).page(after, page.limit());
          return new Page.Of<>(found.items(), found.nextCursor().map(StorageBrowser::write));
        });
  }

  private static void requireDirectory(Storage storage, String path) {
    if (storage.stat(path).type() != Item.Type.DIRECTORY) {
      storage.stat(path.endsWith("/") ? path : path + "/");
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.contains("/.");
  }

  /** A page may have few items, or none, and yet a next one: where few of very many fit. */
  private static Page.Of<Item> page(Iterator<Item> items, Predicate<Item> wanted, int limit) {
    List<Item> shown = new ArrayList<>();
    String last = "";
    for (int seen = 0; seen < MOST_LOOKED_AT && shown.size() < limit && items.hasNext(); seen++) {
      Item item = items.next();
      last = HistoryListing.place(item);
      if (wanted.test(item)) {
        shown.add(item);
      }
    }
    return new Page.Of<>(shown, items.hasNext() ? Optional.of(write(last)) : Optional.empty());
  }

  /** Names may be any bytes; a cursor is letters. */
  private static String write(String sortKey) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(FileName.encode(sortKey));
  }

  private static String read(String cursor) {
    try {
      return FileName.decode(Base64.getUrlDecoder().decode(cursor.getBytes(UTF_8)));
    } catch (IllegalArgumentException e) {
      throw Problem.of(Kind.INVALID, "invalid_cursor", "The cursor is not one of ours.")
          .toException(e);
    }
  }

  @Override
  public Item stat(Collection collection, long requester, String path) {
    return with(collection, requester, storage -> storage.stat(path));
  }

  @Override
  public void makeDirectory(Collection collection, long requester, String path) {
    with(
        collection,
        requester,
        storage -> {
          if (!storage.makeDirectory(path)) {
            throw Problems.exists(path).toException();
          }
          return path;
        });
  }

  @Override
  public void rename(Collection collection, long requester, String from, String to) {
    with(
        collection,
        requester,
        storage -> {
          try {
            storage.rename(from, to, MOST_RENAMED);
          } catch (WindlassException e) {
            note(storage, from, e);
            throw e;
          }
          return to;
        });
  }

  private void note(Storage storage, String path, WindlassException failure) {
    boolean deletion =
        failure.problem().code().equals("store_denied")
            && (!(failure instanceof StoreException store)
                || (store.failure() instanceof StoreFailure.Denied(_, String action, _)
                    && action.equals("s3:DeleteObject")));
    if (deletion && storage instanceof BucketStorage buckets) {
      if (denied.size() >= MOST_REMEMBERED) {
        denied.clear();
      }
      denied.put(denied(buckets, path), true);
    }
  }

  private static Denied denied(BucketStorage buckets, String path) {
    return new Denied(buckets.signer(path), BucketPath.of(path).bucket());
  }

  @Override
  public boolean renames(Collection collection, long requester, String path) {
    return with(
        collection,
        requester,
        storage ->
            switch (storage) {
              case DirectoryStorage _ -> true;
              case BucketStorage buckets ->
                  !BucketPath.of(path).isRoot() && !denied.containsKey(denied(buckets, path));
            });
  }

  @Override
  public ObjectStore.Presigned presign(
      Collection collection,
      long requester,
      String path,
      PresignedAccess access,
      Duration lifetime) {
    if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LONGEST_LINK) > 0) {
      throw Problem.of(
              Kind.INVALID, "invalid_lifetime", "A link lives for one second to seven days.")
          .toException();
    }
    return with(
        collection,
        requester,
        storage -> {
          if (!(storage instanceof BucketStorage buckets) || path.endsWith("/")) {
            throw Problems.notAnObject(path).toException();
          }
          if (BucketPath.of(path).key().isEmpty()) {
            throw Problems.notAnObject(path).toException();
          }
          Place place = buckets.at(path);
          return switch (access) {
            case GET ->
                new ObjectStore.Presigned(
                    "GET", place.store().presignGet(place.id(), lifetime, Map.of()), Map.of());
            case PUT ->
                place
                    .store()
                    .presignPut(
                        place.id(), ObjectStore.WriteOptions.NONE, lifetime, Optional.empty());
          };
        });
  }

  private <T> T with(Collection collection, long requester, Function<Storage, T> work) {
    try (Storage storage = storages.open(collection, requester, false)) {
      try {
        return work.apply(storage);
      } catch (WindlassException e) {
        storage.awaitsCredentials(e); // so that the owner of the keys is told
        throw e;
      }
    }
  }

  private record Denied(Signer signer, String bucket) {}
}
