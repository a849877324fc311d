package io.windlass.transfer.plan;

import io.windlass.objectstore.ObjectVersions.Marker;
import io.windlass.objectstore.ObjectVersions.Version;
import io.windlass.transfer.collection.BucketStorage;
import io.windlass.transfer.collection.BucketStorage.Place;
import io.windlass.transfer.collection.Item;
import io.windlass.transfer.collection.Storage.Walked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The versions of what is in a bucket. Holds those of one key. */
final class SourceVersions {
  private SourceVersions() {}

  /** All versions of one key, newest first, as the store lists them. */
  record Key(String name, List<Version> versions) {}

  /** The keys below a directory; close the stream. */
  static Stream<Key> below(BucketStorage storage, String directory, Optional<String> after) {
    Place place = storage.below(directory);
    Optional<Marker> marker = after.map(name -> new Marker(place.key() + name, Optional.empty()));
    Stream<Version> versions = place.store().versions().walk(place.bucket(), place.key(), marker);
    Iterator<Key> keys = new Keys(versions.iterator(), place.key().length());
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(keys, Spliterator.ORDERED), false)
        .onClose(versions::close);
  }

  /** What was current at a moment, in the order of keys; close the stream. */
  static Stream<Seen> asOf(
      BucketStorage storage, String directory, Optional<String> after, Instant moment) {
    return below(storage, directory, after)
        .flatMap(key ->
            current(key.versions(), moment).map(version -> seen(key.name(), version)).stream());
  }

  /** The version of one object that was current at a moment. */
  static Optional<Seen> asOf(BucketStorage storage, String path, Instant moment) {
    if (path.endsWith("/")) {
      return Optional.empty();
    }
    return current(of(storage, path), moment)
        .map(version -> seen(path.substring(path.lastIndexOf('/') + 1), version));
  }

  /** The versions of one object, newest first. */
  static List<Version> of(BucketStorage storage, String path) {
    Place place = storage.at(path);
    try (Stream<Version> versions =
        place.store().versions().walk(place.bucket(), place.key(), Optional.empty())) {
      return versions.takeWhile(version -> version.key().equals(place.key())).toList();
    }
  }

  private static Optional<Version> current(List<Version> newestFirst, Instant moment) {
    return newestFirst.stream()
        .filter(version -> !version.lastModified().isAfter(moment))
        .findFirst()
        .filter(version -> !version.deleteMarker());
  }

  private static Seen seen(String name, Version version) {
    boolean marker = name.endsWith("/") && version.size() == 0;
    Item item =
        new Item(
            marker ? name.substring(0, name.length() - 1) : name,
            marker ? Item.Type.DIRECTORY : Item.Type.FILE,
            version.size(),
            Optional.of(version.lastModified()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(version.etag()),
            Optional.of(version.storageClass()),
            Optional.empty());
    return new Seen(new Walked.Found(item), version.versionId());
  }

  /** Puts the versions of each key together. */
  private static final class Keys implements Iterator<Key> {
    private final Iterator<Version> versions;
    private final int prefix;
    private Optional<Version> next;

    Keys(Iterator<Version> versions, int prefix) {
      this.versions = versions;
      this.prefix = prefix;
      this.next = following();
    }

    private Optional<Version> following() {
      return versions.hasNext() ? Optional.of(versions.next()) : Optional.empty();
    }

    @Override
    public boolean hasNext() {
      return next.isPresent();
    }

    @Override
    public Key next() {
      String key = next.orElseThrow(NoSuchElementException::new).key();
      List<Version> its = new ArrayList<>();
      while (next.isPresent() && next.get().key().equals(key)) {
        its.add(next.get());
        next = following();
      }
      return new Key(key.substring(prefix), its);
    }
  }
}
