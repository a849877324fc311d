package io.windlass.transfer.collection;

import io.windlass.foundation.KeyOrder;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.RestoreState;
import io.windlass.transfer.collection.Item.Origin;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Items of keys. */
final class Keys {
  static final Comparator<Item> ORDER = Comparator.comparing(Item::sortKey, KeyOrder.OF_KEYS);

  private Keys() {}

  static boolean isAfter(String sortKey, String after) {
    return KeyOrder.compare(sortKey, after) > 0;
  }

  /**
   * What a listed object is: an empty one with a slash at its end is the marker of a directory. One
   * that holds bytes is a file, whose name keeps the slash.
   *
   * @param relative its key below the directory that is looked at
   */
  static Item item(String relative, Listing.Entry entry) {
    boolean marker = relative.endsWith("/") && entry.size() == 0;
    return item(
        marker ? relative.substring(0, relative.length() - 1) : relative,
        marker ? Item.Type.DIRECTORY : Item.Type.FILE,
        entry.size(),
        entry.lastModified(),
        entry.etag(),
        entry.storageClass(),
        entry.restore());
  }

  static Item item(String name, ObjectFacts facts) {
    return item(
        name,
        Item.Type.FILE,
        facts.size(),
        facts.lastModified(),
        facts.etag(),
        facts.storageClass(),
        facts.restore());
  }

  private static Item item(
      String name,
      Item.Type type,
      long size,
      Instant modifiedAt,
      String etag,
      String storageClass,
      Optional<RestoreState> restore) {
    return new Item(
        name,
        type,
        size,
        Optional.of(modifiedAt),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(etag),
        Optional.of(storageClass),
        Optional.empty(),
        restore,
        Optional.empty());
  }

  static Item bucket(String name, Origin origin) {
    return new Item(
        name,
        Item.Type.DIRECTORY,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(origin),
        Optional.empty(),
        Optional.empty());
  }
}
