package io.windlass.transfer.collection;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Listing;
import io.windlass.transfer.collection.BucketStorage.Place;
import io.windlass.transfer.collection.Storage.Walked;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All keys below a prefix, or of all buckets, as what a walk comes to. */
final class BucketWalk {
  private BucketWalk() {}

  /**
   * What is below a directory. Its own marker is told of, as a file without a name, when it holds
   * bytes, which would otherwise be lost.
   *
   * @param directory the prefix as a key
   */
  static Stream<Walked> of(Place directory, Optional<String> after) {
    String prefix = directory.key();
    Stream<Listing.Entry> entries =
        directory
            .store()
            .walk(
                new Listing.Request(
                    directory.bucket(),
                    prefix,
                    Optional.empty(),
                    after.map(behind -> prefix + behind),
                    Optional.empty(),
                    1000,
                    true))
            .filter(entry -> entry.key().length() > prefix.length() || entry.size() > 0);
    Iterator<Listing.Entry> listed = entries.iterator();
    String path = "/" + directory.bucket() + "/" + prefix;
    Iterator<Walked> told =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return OpenBuckets.answering(path, listed::hasNext);
          }

          @Override
          public Walked next() {
            Listing.Entry entry = OpenBuckets.answering(path, listed::next);
            return new Walked.Found(Keys.item(entry.key().substring(prefix.length()), entry));
          }
        };
    return Streams.of(told, entries::close);
  }

  /**
   * All buckets, each as a directory with what is in it. One that cannot be listed is told of as
   * such.
   *
   * @param walk what is in a bucket behind a name
   */
  static Stream<Walked> ofRoot(
      List<Item> buckets,
      BiFunction<String, Optional<String>, Stream<Walked>> walk,
      Optional<String> after) {
    RootWalk all = new RootWalk(buckets.iterator(), walk, after);
    return Streams.of(all, all::close);
  }

  private static final class RootWalk implements Iterator<Walked> {
    private final Iterator<Item> buckets;
    private final BiFunction<String, Optional<String>, Stream<Walked>> walk;
    private final Optional<String> after;
    private String bucket = "";
    private @Nullable Stream<Walked> stream;
    private @Nullable Iterator<Walked> inside;
    private @Nullable Walked next;

    RootWalk(
        Iterator<Item> buckets,
        BiFunction<String, Optional<String>, Stream<Walked>> walk,
        Optional<String> after) {
      this.buckets = buckets;
      this.walk = walk;
      this.after = after;
    }

    @Override
    public boolean hasNext() {
      while (next == null && (inside != null || buckets.hasNext())) {
        next = inside == null ? enter(buckets.next()) : advance(inside);
      }
      return next != null;
    }

    private @Nullable Walked enter(Item item) {
      String key = item.sortKey();
      boolean before = after.isPresent() && !Keys.isAfter(key, after.get());
      if (before && !after.get().startsWith(key)) {
        return null;
      }
      bucket = item.name();
      try {
        stream = walk.apply(bucket, before ? within(key) : Optional.empty());
        inside = stream.iterator();
        return before ? null : new Walked.Found(item);
      } catch (WindlassException e) {
        return unreadable(e);
      }
    }

    private Optional<String> within(String key) {
      return after.map(behind -> behind.substring(key.length())).filter(rest -> !rest.isEmpty());
    }

    private @Nullable Walked advance(Iterator<Walked> entries) {
      try {
        if (!entries.hasNext()) {
          leave();
          return null;
        }
        return switch (entries.next()) {
          case Walked.Found(Item item) -> new Walked.Found(item.named(bucket + "/" + item.name()));
          case Walked.Unreadable(String name, boolean directory, var problem) ->
              new Walked.Unreadable(bucket + "/" + name, directory, problem);
        };
      } catch (WindlassException e) {
        return unreadable(e);
      }
    }

    private Walked unreadable(WindlassException e) {
      leave();
      return new Walked.Unreadable(bucket, true, e.problem());
    }

    private void leave() {
      if (stream != null) {
        stream.close();
      }
      stream = null;
      inside = null;
    }

    @Override
    public Walked next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      Walked found = next;
      next = null;
      return found;
    }

    void close() {
      leave();
    }
  }
}
