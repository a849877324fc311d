package io.windlass.transfer.move;

import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.objectstore.WriteOptionsBuilder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What writes ask for beside the content, and what they do without where the destination refuses
 * it: told once, and not asked for again in that bucket. Thread-safe.
 */
final class Wishes {
  /** Something that a write can be repeated without. */
  enum Wish {
    TAGS("TAGS_NOT_PRESERVED", "its tags", "Tags are left out"),
    ACL("ACL_NOT_PRESERVED", "its grants", "Grants are left out"),
    STORAGE_CLASS(
        "STORAGE_CLASS_NOT_PRESERVED",
        "its storage class",
        "Objects have the storage class that the bucket gives them"),
    CHECKSUM(
        "CHECKSUM_NOT_KEPT",
        "its checksum",
        "Objects are stored without the checksum that was asked for");

    private final String code;
    private final String detail;
    private final String without;

    Wish(String code, String detail, String without) {
      this.code = code;
      this.detail = detail;
      this.without = without;
    }

    private boolean in(WriteOptions options) {
      return switch (this) {
        case TAGS -> options.tags().filter(tags -> !tags.isEmpty()).isPresent();
        case ACL -> options.acl().isPresent();
        case STORAGE_CLASS -> options.storageClass().isPresent();
        case CHECKSUM -> options.checksum().isPresent();
      };
    }
  }

  /** Writes with these options, as often as it is called. */
  @FunctionalInterface
  interface Write<T> {
    T with(WriteOptions options) throws Exception;
  }

  private final Losses losses;
  private final Map<String, Set<Wish>> refused = new ConcurrentHashMap<>();

  Wishes(Losses losses) {
    this.losses = losses;
  }

  /** Whether a bucket has not refused it. */
  boolean hopes(String bucket, Wish wish) {
    return !refusedBy(bucket).contains(wish);
  }

  private Set<Wish> refusedBy(String bucket) {
    return refused.computeIfAbsent(bucket, _ -> ConcurrentHashMap.newKeySet());
  }

  /**
   * Writes with all that is asked for, or without what the bucket refuses.
   *
   * @throws StoreException the first refusal, when the content alone is refused too
   * @throws LostDetail when the store may have refused the content for a detail, and the file is to
   *     fail for that: nothing is written then
   */
  <T> T write(String bucket, WriteOptions wanted, Write<T> write) throws Exception {
    WriteOptions options = without(wanted, refusedBy(bucket));
    try {
      return write.with(options);
    } catch (StoreException e) {
      List<Set<Wish>> suspects = suspects(e.failure(), options);
      if (losses.fail() && !suspects.isEmpty()) {
        suspects.getLast().forEach(wish -> tell(wish, e.problem().message()));
      }
      for (Set<Wish> some : suspects) {
        Optional<T> done = attempt(without(options, some), write);
        if (done.isPresent()) {
          some.forEach(wish -> tell(wish, e.problem().message()));
          refusedBy(bucket).addAll(some);
          return done.get();
        }
      }
      throw e;
    }
  }

  /** Empty when the store refuses that too. */
  private static <T> Optional<T> attempt(WriteOptions options, Write<T> write) throws Exception {
    try {
      return Optional.of(write.with(options));
    } catch (StoreException e) {
      if (refuses(e.failure())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean refuses(StoreFailure failure) {
    return failure instanceof StoreFailure.Denied
        || failure instanceof StoreFailure.Unsupported
        || failure instanceof StoreFailure.Refused;
  }

  /** What the refusal may have meant, each to be left out in turn, then all together. */
  private static List<Set<Wish>> suspects(StoreFailure failure, WriteOptions options) {
    Set<Wish> meant =
        switch (failure) {
          case StoreFailure.Denied _ -> EnumSet.of(Wish.TAGS, Wish.ACL);
          case StoreFailure.Unsupported _ -> EnumSet.allOf(Wish.class);
          case StoreFailure.Refused refused -> meant(refused.storeCode());
          default -> EnumSet.noneOf(Wish.class);
        };
    meant.removeIf(wish -> !wish.in(options));
    List<Set<Wish>> suspects = new ArrayList<>();
    meant.forEach(wish -> suspects.add(EnumSet.of(wish)));
    if (meant.size() > 1) {
      suspects.add(meant);
    }
    return suspects;
  }

  private static Set<Wish> meant(String code) {
    return switch (code) {
      case "AccessControlListNotSupported" -> EnumSet.of(Wish.ACL);
      case "InvalidStorageClass" -> EnumSet.of(Wish.STORAGE_CLASS);
      case "InvalidTag" -> EnumSet.of(Wish.TAGS);
      case "InvalidArgument", "InvalidRequest", "MalformedACLError" -> EnumSet.allOf(Wish.class);
      default -> EnumSet.noneOf(Wish.class);
    };
  }

  private static WriteOptions without(WriteOptions options, Set<Wish> some) {
    if (some.isEmpty()) {
      return options;
    }
    WriteOptionsBuilder less = options.with();
    for (Wish wish : some) {
      switch (wish) {
        case TAGS -> options.tags().ifPresent(_ -> less.tags(Map.of()));
        case ACL -> less.acl(Optional.empty());
        case STORAGE_CLASS -> less.storageClass(Optional.empty());
        case CHECKSUM -> less.noChecksum();
      }
    }
    return less.build();
  }

  /**
   * Tells of a checksum that a store took and does not keep.
   *
   * @throws LostDetail when the file is to fail for that
   */
  void kept(WriteOptions wanted, Written written) {
    wanted
        .checksum()
        .filter(checksum ->
            written.checksum().filter(has -> has.algorithm() == checksum.algorithm()).isEmpty())
        .ifPresent(_ -> tell(Wish.CHECKSUM, "the store does not tell of one"));
  }

  private void tell(Wish wish, String why) {
    losses.lost(wish.code, wish.detail, wish.without, why);
  }

  /**
   * Tells of a refusal that leaves a wish open; any other failure is thrown again.
   *
   * @throws StoreException what is no refusal
   * @throws LostDetail when the file is to fail for that
   */
  void degrade(Wish wish, StoreException failure) {
    if (!refuses(failure.failure())) {
      throw failure;
    }
    tell(wish, failure.problem().message());
  }
}
