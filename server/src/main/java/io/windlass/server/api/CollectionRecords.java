package io.windlass.server.api;

import io.windlass.client.model.CollectionEntry;
import io.windlass.client.model.CollectionSettings;
import io.windlass.client.model.UndeletedEntry;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.collection.Browser;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Item;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
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
        item.origin().map(CatalogRecords::word),
        item.restore().map(state -> new CollectionEntry.Restore(state.ongoing(), state.until())),
        item.version().map(Item.Version::id),
        item.version().map(Item.Version::latest));
  }

  static UndeletedEntry undeleted(Browser.Undeleted entry) {
    return new UndeletedEntry(
        entry.name(),
        entry.size(),
        entry.deletedAt(),
        entry.problem().map(ConnectionRecords::problem));
  }

  static Browser.History history(Optional<String> asOf, boolean versions) {
    if (versions && asOf.isPresent()) {
      throw Problem.of(
              Kind.INVALID, "invalid_query", "Either all versions are listed, or those of a time.")
          .toException();
    }
    return versions
        ? new Browser.History.All()
        : asOf.<Browser.History>map(text -> new Browser.History.AsOf(moment(text)))
            .orElse(Browser.History.NOW);
  }

  private static Instant moment(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_time",
              "asOf is no moment: write it like 2026-11-21T10:00:00Z.")
          .toException(e);
    }
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
