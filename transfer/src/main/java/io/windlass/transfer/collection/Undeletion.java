package io.windlass.transfer.collection;

import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectVersions.Version;
import io.windlass.transfer.collection.Browser.Undelete;
import io.windlass.transfer.collection.Browser.Undeleted;
import io.windlass.transfer.collection.BucketStorage.Place;
import io.windlass.transfer.collection.Storage.Doomed;
import io.windlass.transfer.collection.Storage.NotDeleted;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings back what was deleted from a bucket that keeps versions, by removing its delete markers:
 * needs the rights to list versions and to delete versions, and no others.
 */
final class Undeletion {
  private static final int MOST_LOOKED_AT = 100_000;
  private static final int MOST_AT_ONCE = 1000;

  private final OpenBuckets storage;
  private final Undelete wanted;
  private final Place below;

  Undeletion(OpenBuckets storage, Undelete wanted) {
    this.storage = storage;
    this.wanted = wanted;
    this.below = storage.below(wanted.path());
  }

  /** What was deleted, and the versions that say so. */
  private record Deleted(String name, Version last, List<Version> markers) {}

  /**
   * One page of it.
   *
   * @param after the name at which the page before ended
   */
  Page.Of<Undeleted> page(Optional<String> after, int limit) {
    return OpenBuckets.answering(wanted.path(), () -> walk(after, limit));
  }

  private Page.Of<Undeleted> walk(Optional<String> after, int limit) {
    List<Deleted> found = new ArrayList<>();
    String last = "";
    boolean more;
    try (Stream<KeyVersions> stream = keys(after)) {
      Iterator<KeyVersions> keys = stream.iterator();
      for (int seen = 0; seen < MOST_LOOKED_AT && found.size() < limit && keys.hasNext(); seen++) {
        KeyVersions key = keys.next();
        last = key.name();
        deleted(key).ifPresent(found::add);
      }
      more = keys.hasNext();
    }
    return new Page.Of<>(bringBack(found), more ? Optional.of(last) : Optional.empty());
  }

  private Stream<KeyVersions> keys(Optional<String> after) {
    if (!wanted.path().endsWith("/") && !BucketPath.of(wanted.path()).isBucket()) {
      List<Version> versions = KeyVersions.of(storage, wanted.path());
      if (!versions.isEmpty() && (!wanted.recursive() || (after.isEmpty() && nothingBelow()))) {
        return Stream.of(new KeyVersions("", versions));
      }
    }
    if (!wanted.recursive()) {
      throw nothingBelow()
          ? Problems.notFound(wanted.path()).toException()
          : Problems.isADirectory(wanted.path())
              .withRemedy("Say that all below it is meant, with recursive.")
              .toException();
    }
    return KeyVersions.below(storage, wanted.path(), after);
  }

  private boolean nothingBelow() {
    try (Stream<KeyVersions> keys = KeyVersions.below(storage, wanted.path(), Optional.empty())) {
      return keys.findFirst().isEmpty();
    }
  }

  private Optional<Deleted> deleted(KeyVersions key) {
    List<Version> markers = key.versions().stream().takeWhile(Version::deleteMarker).toList();
    boolean wasThere = wanted.asOf().isEmpty() || key.current(wanted.asOf().get()).isPresent();
    return markers.isEmpty() || markers.size() == key.versions().size() || !wasThere
        ? Optional.empty()
        : Optional.of(new Deleted(key.name(), key.versions().get(markers.size()), markers));
  }

  private List<Undeleted> bringBack(List<Deleted> found) {
    Map<String, Problem> failed = wanted.dryRun() ? Map.of() : removeMarkers(found);
    return found.stream()
        .map(each ->
            new Undeleted(
                each.name().isEmpty() ? BucketPath.of(wanted.path()).name() : each.name(),
                each.last().size(),
                each.markers().getFirst().lastModified(),
                Optional.ofNullable(failed.get(each.last().key()))))
        .toList();
  }

  /** What became of it, by key, where it failed. */
  private Map<String, Problem> removeMarkers(List<Deleted> found) {
    Map<String, Problem> failed = new LinkedHashMap<>();
    Map<ObjectId, Doomed> batch = new LinkedHashMap<>();
    for (Deleted each : found) {
      for (Version marker : each.markers()) {
        batch.put(
            new ObjectId(below.bucket(), marker.key(), Optional.of(marker.versionId())),
            new Doomed("/" + below.bucket() + "/" + marker.key(), false));
        if (batch.size() == MOST_AT_ONCE) {
          remove(batch, failed);
        }
      }
    }
    if (!batch.isEmpty()) {
      remove(batch, failed);
    }
    return failed;
  }

  private void remove(Map<ObjectId, Doomed> batch, Map<String, Problem> failed) {
    for (NotDeleted each : OpenBuckets.delete(below.store(), below.bucket(), Map.copyOf(batch))) {
      failed.put(BucketPath.of(each.doomed().path()).key(), each.problem());
    }
    batch.clear();
  }
}
