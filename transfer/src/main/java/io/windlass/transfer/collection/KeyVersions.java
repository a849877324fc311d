package io.windlass.transfer.collection;

import io.windlass.objectstore.ObjectVersions.Marker;
import io.windlass.objectstore.ObjectVersions.Version;
import io.windlass.transfer.collection.BucketStorage.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All versions of one key, newest first, as the store lists them.
 *
 * @param name the key below the directory that was walked
 */
public record KeyVersions(String name, List<Version> versions) {
  /** Copies the list. */
  public KeyVersions {
    versions = List.copyOf(versions);
  }

  /**
   * The keys below a directory in their order, with one key's versions in memory; close the stream.
   *
   * @param after only names behind this one
   */
  public static Stream<KeyVersions> below(
      BucketStorage storage, String directory, Optional<String> after) {
    Place place = storage.below(directory);
    Optional<Marker> marker = after.map(name -> new Marker(place.key() + name, Optional.empty()));
    return from(place, marker);
  }

  /** The keys below a prefix; of the first one only the versions behind the marker. */
  static Stream<KeyVersions> from(Place place, Optional<Marker> marker) {
    Stream<Version> versions = place.store().versions().walk(place.bucket(), place.key(), marker);
    return Streams.of(new Keys(versions.iterator(), place.key().length()), versions::close);
  }

  /** The versions of one object; none where there never was one. */
  public static List<Version> of(BucketStorage storage, String path) {
    Place place = storage.at(path);
    try (Stream<Version> versions =
        place.store().versions().walk(place.bucket(), place.key(), Optional.empty())) {
      return versions.takeWhile(version -> version.key().equals(place.key())).toList();
    }
  }

  /** What was current at a moment; empty when there was nothing then. */
  public Optional<Version> current(Instant moment) {
    return versions.stream()
        .filter(version -> !version.lastModified().isAfter(moment))
        .findFirst()
        .filter(version -> !version.deleteMarker());
  }

  /** Puts the versions of each key together. */
  private static final class Keys implements Iterator<KeyVersions> {
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
    public KeyVersions next() {
      String key = next.orElseThrow(NoSuchElementException::new).key();
      List<Version> its = new ArrayList<>();
      while (next.isPresent() && next.get().key().equals(key)) {
        its.add(next.get());
        next = following();
      }
      return new KeyVersions(key.substring(prefix), its);
    }
  }
}
