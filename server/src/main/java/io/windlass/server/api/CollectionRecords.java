package io.windlass.server.api;

import io.windlass.client.model.CollectionEntry;
import io.windlass.client.model.CollectionSettings;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Item;
import java.util.Optional;

/** Collections in the words of the native API. */
final class CollectionRecords {
  private CollectionRecords() {}

  static io.windlass.client.model.Collection collection(Collection collection) {
    return new io.windlass.client.model.Collection(
        collection.id().toString(),
        collection.name(),
        CatalogRecords.word(collection.kind()),
        collection.target(),
        collection.projectGuid(),
        collection.nodeId(),
        collection.settings().description(),
        collection.settings().defaultDirectory(),
        collection.settings().buckets(),
        collection.settings().ownCredentials());
  }

  static Collection.Settings settings(CollectionSettings wanted) {
    return new Collection.Settings(
        wanted.description(), wanted.defaultDirectory(), wanted.buckets(), wanted.ownCredentials());
  }

  static CollectionEntry entry(Item item) {
    return new CollectionEntry(
        item.name(),
        CatalogRecords.word(item.type()),
        item.size(),
        item.modifiedAt(),
        item.linkTarget(),
        item.mode().map(CollectionRecords::octal),
        item.user(),
        item.group(),
        item.etag(),
        item.storageClass(),
        item.origin().map(CatalogRecords::word));
  }

  private static String octal(int mode) {
    return "0" + Integer.toOctalString(mode);
  }

  /** The directory that is meant when nobody named one. */
  static String directory(Collection collection, Optional<String> path) {
    return path.filter(text -> !text.isEmpty())
        .or(() -> collection.settings().defaultDirectory())
        .orElse("/");
  }
}
