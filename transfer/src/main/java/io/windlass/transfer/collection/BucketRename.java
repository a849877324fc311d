package io.windlass.transfer.collection;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.ObjectTransfers;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.TransferProgress;
import io.windlass.transfer.collection.BucketStorage.Place;
import io.windlass.transfer.collection.Storage.Doomed;
import io.windlass.transfer.collection.Storage.Links;
import io.windlass.transfer.collection.Storage.NotDeleted;
import io.windlass.transfer.collection.Storage.Walked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Renames in buckets: every key is copied, and only when all copies are there are the old keys
 * deleted. When a copy fails, those that were made are removed and all is as before; when a
 * deletion fails, both are there and the failure says so.
 */
final class BucketRename {
  private static final ObjectTransfers COPIES = new ObjectTransfers(8);
  private static final int AT_ONCE = 1000;

  private final OpenBuckets buckets;

  BucketRename(OpenBuckets buckets) {
    this.buckets = buckets;
  }

  void rename(String from, String to, int most) {
    BucketPath target = BucketPath.of(to);
    if (BucketPath.of(from).key().isEmpty() || target.key().isEmpty()) {
      throw Problems.rootNotWritable().toException();
    }
    target
        .unsuitable()
        .ifPresent(problem -> {
          throw problem.toException();
        });
    Item item = buckets.stat(from);
    if (isThere(to)) {
      throw Problems.exists(to).toException();
    }
    if (item.type() == Item.Type.DIRECTORY) {
      renameDirectory(from, to, most);
    } else {
      move(List.of(new Move(from, withoutSlash(to))));
    }
  }

  private boolean isThere(String path) {
    try {
      buckets.stat(withoutSlash(path));
      return true;
    } catch (WindlassException e) {
      if (e.problem().code().equals("path_not_found")) {
        return false;
      }
      throw e;
    }
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private void renameDirectory(String from, String to, int most) {
    Place source = buckets.below(from);
    Place target = buckets.below(to);
    if (source.bucket().equals(target.bucket()) && target.key().startsWith(source.key())) {
      throw Problems.intoItself(from).toException();
    }
    List<Move> moves = new ArrayList<>();
    String old = "/" + source.bucket() + "/" + source.key();
    String fresh = "/" + target.bucket() + "/" + target.key();
    if (hasMarker(source)) {
      moves.add(new Move(old, fresh));
    }
    try (Stream<Walked> entries = buckets.walk(from, Optional.empty(), Links.SHOW)) {
      entries
          .limit(most + 1L)
          .forEach(entry -> {
            if (!entry.sortKey().isEmpty()) {
              moves.add(new Move(old + entry.sortKey(), fresh + entry.sortKey()));
            }
          });
    }
    if (moves.size() > most) {
      throw OpenBuckets.tooLarge(from, most);
    }
    move(moves);
  }

  private static boolean hasMarker(Place directory) {
    try {
      directory.store().head(directory.id());
      return true;
    } catch (StoreException e) {
      WindlassException failure = Problems.of(e, "/" + directory.bucket() + "/" + directory.key());
      if (failure.problem().code().equals("path_not_found")) {
        return false;
      }
      throw failure;
    }
  }

  private void move(List<Move> moves) {
    List<Move> made = new ArrayList<>();
    try {
      for (Move move : moves) {
        copy(move);
        made.add(move);
      }
    } catch (WindlassException e) {
      undo(made, e);
      throw e;
    }
    delete(moves.stream().map(Move::from).toList());
  }

  private void copy(Move move) {
    ObjectId source = buckets.at(move.from()).id();
    Place target = buckets.at(move.to());
    OpenBuckets.answering(
        move.from(),
        () ->
            COPIES.copy(
                target.store(), source, target.id(), WriteOptions.NONE, new TransferProgress() {}));
  }

  private void undo(List<Move> made, WindlassException failure) {
    try {
      delete(made.stream().map(Move::to).toList());
    } catch (WindlassException e) {
      failure.addSuppressed(e);
    }
  }

  private void delete(List<String> paths) {
    for (int from = 0; from < paths.size(); from += AT_ONCE) {
      List<Doomed> some =
          paths.subList(from, Math.min(paths.size(), from + AT_ONCE)).stream()
              .map(path -> new Doomed(path, false))
              .toList();
      List<NotDeleted> left = buckets.delete(some);
      if (!left.isEmpty()) {
        throw left.getFirst().problem().toException();
      }
    }
  }

  private record Move(String from, String to) {}
}
