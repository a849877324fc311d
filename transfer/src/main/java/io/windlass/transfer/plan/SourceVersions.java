package io.windlass.transfer.plan;

import io.windlass.objectstore.ObjectVersions.Version;
import io.windlass.transfer.collection.BucketStorage;
import io.windlass.transfer.collection.Item;
import io.windlass.transfer.collection.KeyVersions;
import io.windlass.transfer.collection.Storage.Walked;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** What was in a bucket at a moment. */
final class SourceVersions {
  private SourceVersions() {}

  /** What was current at a moment, in the order of keys; close the stream. */
  static Stream<Seen> asOf(
      BucketStorage storage, String directory, Optional<String> after, Instant moment) {
    return KeyVersions.below(storage, directory, after)
        .flatMap(key -> key.current(moment).map(version -> seen(key.name(), version)).stream());
  }

  /** The version of one object that was current at a moment. */
  static Optional<Seen> asOf(BucketStorage storage, String path, Instant moment) {
    if (path.endsWith("/")) {
      return Optional.empty();
    }
    return new KeyVersions("", KeyVersions.of(storage, path))
        .current(moment)
        .map(version -> seen(path.substring(path.lastIndexOf('/') + 1), version));
  }

  private static Seen seen(String name, Version version) {
    return new Seen(new Walked.Found(Item.of(name, version)), version.versionId());
  }
}
