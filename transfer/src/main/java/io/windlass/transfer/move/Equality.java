package io.windlass.transfer.move;

import io.windlass.objectstore.ObjectChecksum;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.transfer.SyncLevel;
import io.windlass.transfer.TransferOptions;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.collection.BucketStorage;
import io.windlass.transfer.collection.BucketStorage.Place;
import io.windlass.transfer.collection.DirectoryStorage;
import io.windlass.transfer.collection.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether a file and its counterpart are equal, where listings did not tell: by what stores know
 * first, by reading last. Thread-safe.
 */
final class Equality {
  private static final int BUFFER = 128 << 10;

  private final TransferOptions options;
  private final Size size;

  Equality(TransferOptions options, Size size) {
    this.options = options;
    this.size = size;
  }

  /** The answer, and how many bytes were read for it. */
  record Answer(boolean equal, long read) {}

  Answer of(Storage source, String from, Storage destination, String to) throws Exception {
    Known read = known(source, from, Side.SOURCE);
    Known written = known(destination, to, Side.DESTINATION);
    try (Content one = read.content();
        Content other = written.content()) {
      if (one.size() != other.size()) {
        return new Answer(false, 0);
      }
      return options.sync().filter(SyncLevel.MTIME::equals).isPresent()
          ? new Answer(!time(one).isAfter(time(other)), 0)
          : byChecksum(read, written);
    }
  }

  /** Whether what has arrived is what the source has, which it may have said by an ETag. */
  static Answer ofArrived(Content source, Content arrived, Size size) throws IOException {
    if (source.md5().isPresent()) {
      Digests.Result read = digest(arrived, Digests.of(Optional.empty(), true));
      return new Answer(read.md5().equals(source.md5()), arrived.size());
    }
    if (source instanceof ObjectContent object
        && PartedEtag.fits(object.facts().etag(), arrived, size).orElse(false)) {
      return new Answer(true, arrived.size());
    }
    return byBytes(source, arrived);
  }

  private static Instant time(Content content) {
    return content.modifiedAt().orElse(Instant.EPOCH);
  }

  /** A file with what is known of it; facts only of an object. */
  private record Known(Content content, Optional<ObjectFacts> facts) {
    Optional<ObjectChecksum> checksum() {
      return facts.flatMap(ObjectFacts::checksum).filter(ObjectChecksum::ofWhole);
    }

    Optional<String> etag() {
      return facts.map(ObjectFacts::etag);
    }
  }

  private static Known known(Storage storage, String path, Side side) throws IOException {
    return switch (storage) {
      case BucketStorage bucket -> {
        Place place = bucket.at(path);
        try {
          ObjectFacts facts = place.store().checksums().head(place.id());
          yield new Known(ObjectContent.of(place.store(), facts), Optional.of(facts));
        } catch (io.windlass.foundation.WindlassException e) {
          throw new SideException(side, e);
        }
      }
      case DirectoryStorage directory ->
          new Known(FileContent.open(directory, path, side), Optional.empty());
    };
  }

  private Answer byChecksum(Known one, Known other) throws IOException {
    Optional<ObjectChecksum> first = one.checksum();
    Optional<ObjectChecksum> second = other.checksum();
    if (first.isPresent()
        && second.isPresent()
        && first.get().algorithm() == second.get().algorithm()) {
      return new Answer(first.equals(second), 0);
    }
    if (one.content().md5().isPresent() && other.content().md5().isPresent()) {
      return new Answer(one.content().md5().equals(other.content().md5()), 0);
    }
    if (one.facts().isPresent() && one.etag().equals(other.etag())) {
      return new Answer(true, 0); // of parts: the same digests of the same parts
    }
    if (one.facts().isEmpty() && other.facts().isPresent()) {
      return byReading(one.content(), other);
    }
    if (other.facts().isEmpty() && one.facts().isPresent()) {
      return byReading(other.content(), one);
    }
    return byBytes(one.content(), other.content());
  }

  /** Reads the file only, where the store knows something of the object. */
  private Answer byReading(Content file, Known object) throws IOException {
    if (object.checksum().isPresent()) {
      ObjectChecksum known = object.checksum().get();
      Digests.Result read = digest(file, Digests.of(Optional.of(known.algorithm()), false));
      return new Answer(read.checksum().equals(Optional.of(known)), file.size());
    }
    if (object.content().md5().isPresent()) {
      Digests.Result read = digest(file, Digests.of(Optional.empty(), true));
      return new Answer(read.md5().equals(object.content().md5()), file.size());
    }
    String etag = object.facts().orElseThrow().etag();
    Optional<Boolean> parts = PartedEtag.fits(etag, file, size);
    if (parts.isPresent()) {
      return new Answer(parts.get(), file.size());
    }
    return byBytes(file, object.content());
  }

  private static Digests.Result digest(Content content, Digests digests) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = content.open(0, content.size())) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digests.update(buffer, 0, count);
      }
    }
    return digests.finish();
  }

  private static Answer byBytes(Content one, Content other) throws IOException {
    byte[] left = new byte[BUFFER];
    byte[] right = new byte[BUFFER];
    long read = 0;
    try (InputStream first = one.open(0, one.size());
        InputStream second = other.open(0, other.size())) {
      while (true) {
        int count = first.readNBytes(left, 0, BUFFER);
        int same = second.readNBytes(right, 0, BUFFER);
        read += count + same;
        if (count != same || !Arrays.equals(left, 0, count, right, 0, same)) {
          return new Answer(false, read);
        }
        if (count == 0) {
          return new Answer(true, read);
        }
      }
    }
  }
}
