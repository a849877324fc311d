package io.windlass.transfer.plan;

import io.windlass.transfer.SyncLevel;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Item;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides by what listings tell whether a file is to be sent. Immutable. */
final class Comparison {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private final Optional<SyncLevel> level;
  private final boolean times;

  /**
   * Decisions of a level.
   *
   * @param exactTimes whether the times that objects keep in their metadata count, which listings
   *     do not tell
   */
  Comparison(Optional<SyncLevel> level, boolean exactTimes) {
    this.level = level;
    this.times = exactTimes;
  }

  enum Decision {
    SEND,
    SKIP,
    /** Listings do not tell: somebody has to look at the two. */
    LOOK
  }

  Decision decide(
      Item source, Collection.Kind sourceKind, Optional<Item> there, Collection.Kind thereKind) {
    if (level.isEmpty() || there.isEmpty()) {
      return Decision.SEND;
    }
    Item destination = there.get();
    if (level.get() == SyncLevel.EXISTS) {
      return Decision.SKIP;
    }
    if (source.size() != destination.size()) {
      return Decision.SEND;
    }
    return switch (level.get()) {
      case EXISTS, SIZE -> Decision.SKIP;
      case MTIME -> byTime(source, sourceKind, destination, thereKind);
      case CHECKSUM -> byChecksum(source.etag(), destination.etag());
    };
  }

  /**
   * The time of an object in its metadata is never later than that of the listing, but for clocks
   * that differ.
   */
  private Decision byTime(
      Item source, Collection.Kind sourceKind, Item there, Collection.Kind thereKind) {
    Instant read = source.modifiedAt().orElse(Instant.EPOCH);
    Instant written = there.modifiedAt().orElse(Instant.EPOCH);
    if (read.isAfter(written)) {
      return times && sourceKind == Collection.Kind.BUCKETS ? Decision.LOOK : Decision.SEND;
    }
    return times && thereKind == Collection.Kind.BUCKETS ? Decision.LOOK : Decision.SKIP;
  }

  /** Of one part, an ETag is the MD5 of the bytes, unless a key encrypts them. */
  private static Decision byChecksum(Optional<String> source, Optional<String> there) {
    boolean equal =
        source.isPresent() && source.equals(there) && MD5.matcher(source.get()).matches();
    return equal ? Decision.SKIP : Decision.LOOK;
  }
}
