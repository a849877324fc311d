package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Page;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Versions of files. Thread-safe; every method is one transaction. */
public final class Versions {
  private final Transactions transactions;

  Versions(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The file with one of its versions; needs READ. NOT_FOUND {@code version_not_found}. */
  public Entry get(Caller caller, long id, long number) {
    return transactions.read(handle -> {
      requireFile(Places.readable(handle, caller, id));
      return get(handle, id, number);
    });
  }

  /**
   * Which version of a file is meant.
   *
   * @param number absent: the latest
   */
  public record Choice(long id, Optional<Long> number) {}

  /**
   * Versions of files whose contents are to be read, by position; needs READ and DOWNLOAD on each.
   * Few statements, whatever their number; one that may not be read does not stop the others.
   */
  public List<BatchResult<FileVersion>> toRead(Caller caller, List<Choice> choices) {
    return transactions.read(handle -> {
      Set<Long> ids = choices.stream().map(Choice::id).collect(Collectors.toSet());
      Map<Long, Place> places = Places.live(handle, caller, ids);
      Map<Choice, FileVersion> versions = chosen(handle, choices);
      return choices.stream()
          .map(choice -> BatchResult.of(() -> toRead(caller, choice, places, versions)))
          .toList();
    });
  }

  private static FileVersion toRead(
      Caller caller, Choice choice, Map<Long, Place> places, Map<Choice, FileVersion> versions) {
    long id = choice.id();
    Place place = places.get(id);
    if (place == null) {
      throw CatalogProblems.noEntry(id);
    }
    place.require(caller, Access.DOWNLOAD, Access.READ);
    requireFile(place);
    return Optional.ofNullable(versions.get(choice))
        .orElseThrow(() ->
            choice
                .number()
                .map(number -> CatalogProblems.noVersion(id, number))
                .orElseGet(() -> CatalogProblems.noEntry(id)));
  }

  /** Whatever the caller may read. */
  private static Map<Choice, FileVersion> chosen(Handle handle, List<Choice> choices) {
    Map<Choice, FileVersion> versions = new HashMap<>();
    handle
        .createQuery(
            EntryRows.SELECT_VERSIONS
                + """
                JOIN unnest(:ids, :numbers) AS choice (id, number)
                    ON choice.id = e.id AND v.number = coalesce(choice.number, e.latest_version)
                """)
        .bindArray("ids", Long.class, choices.stream().map(Choice::id).toList())
        .bindArray(
            "numbers",
            Long.class,
            choices.stream().<@Nullable Object>map(one -> one.number().orElse(null)).toArray())
        .map((row, _) -> Map.entry(row.getLong("id"), EntryRows.version(row)))
        .forEach(found -> {
          long id = found.getKey();
          FileVersion version = found.getValue();
          versions.put(new Choice(id, Optional.of(version.number())), version);
          if (version.latest()) {
            versions.put(new Choice(id, Optional.empty()), version);
          }
        });
    return versions;
  }

  /** The versions, newest first; needs READ. */
  public Page.Of<FileVersion> list(Caller caller, long id, Page page) {
    String list = "versions " + id;
    Optional<Cursor> from = Cursor.parse(page, list);
    return transactions.read(handle -> {
      requireFile(Places.readable(handle, caller, id));
      List<FileVersion> found =
          handle
              .createQuery(
                  EntryRows.SELECT_VERSIONS
                      + """
                      WHERE e.id = :id AND v.number < :from
                      ORDER BY v.number DESC LIMIT :count
                      """)
              .bind("id", id)
              .bind("from", from.map(Cursor::id).orElse(Long.MAX_VALUE))
              .bind("count", page.limit() + 1)
              .map((row, _) -> EntryRows.version(row))
              .list();
      return Cursor.page(found, page, last -> new Cursor(list, "", last.number()));
    });
  }

  /** Whether a version of the file is the stored file. Checks no permission. */
  public boolean names(long id, long storedFileId) {
    return transactions.read(handle ->
        handle
            .createQuery(
                """
                SELECT EXISTS (
                    SELECT FROM file_version WHERE entry_id = :id AND stored_file_id = :file)
                """)
            .bind("id", id)
            .bind("file", storedFileId)
            .mapTo(Boolean.class)
            .one());
  }

  /**
   * Deletes a version, and its content if nothing else points at it; needs DELETE. When it was the
   * latest, the one before becomes that. The only one cannot be deleted: INVALID {@code
   * only_version}.
   */
  public Entry delete(Caller caller, long id, long number) {
    return transactions.write(handle -> {
      Place place = lock(handle, caller, id);
      place.require(caller, Access.DELETE);
      Entry gone = get(handle, id, number);
      long left =
          handle
              .createQuery(
                  """
                  WITH gone AS (
                      DELETE FROM file_version WHERE entry_id = :id AND number = :number
                  )
                  SELECT coalesce(max(number), 0) FROM file_version
                  WHERE entry_id = :id AND number <> :number
                  """)
              .bind("id", id)
              .bind("number", number)
              .mapTo(Long.class)
              .one();
      if (left == 0) {
        throw CatalogProblems.invalid(
            "only_version", "The only version of a file cannot be deleted; delete the file.");
      }
      touch(handle, caller, id, left);
      UnusedContent.forget(
          handle, transactions.now(), "SELECT " + gone.version().orElseThrow().file().id());
      return EntryRows.entry(handle, id);
    });
  }

  /**
   * Lets a version point at another copy of the same content; needs UPDATE. The new file must fit
   * the location (INVALID) and be the caller's (FORBIDDEN), the version must point at {@code
   * oldFileId} and the MD5 of both must be known and equal (PRECONDITION_FAILED).
   */
  public Entry swapFile(Caller caller, long id, long number, long oldFileId, long newFileId) {
    return transactions.write(handle -> {
      Place place = lock(handle, caller, id);
      FileVersion version = get(handle, id, number).version().orElseThrow();
      StoredFile wanted = StoredFiles.hold(handle, newFileId);
      StsRules.onFile(place.effective(), wanted.locationId(), StoredFiles.isSts(handle, newFileId));
      place.require(caller, Access.UPDATE);
      StoredFiles.requireOwn(caller, wanted);
      if (version.file().id() != oldFileId) {
        throw CatalogProblems.mismatch(
            "stored_file_mismatch", "The version points at another stored file.");
      }
      if (!Changes.sameContent(version.file(), wanted)) {
        throw CatalogProblems.mismatch(
            "md5_mismatch", "The MD5 of the two files is not the same, or not known.");
      }
      handle
          .createUpdate(
              """
              UPDATE file_version SET stored_file_id = :file
              WHERE entry_id = :id AND number = :number
              """)
          .bind("id", id)
          .bind("number", number)
          .bind("file", newFileId)
          .execute();
      touch(handle, caller, id, EntryRows.entry(handle, id).version().orElseThrow().number());
      return get(handle, id, number);
    });
  }

  private static Place lock(Handle handle, Caller caller, long id) {
    Projects.share(handle, id);
    EntryRows.lock(handle, id);
    Place place = Places.live(handle, caller, id);
    requireFile(place);
    return place;
  }

  private void touch(Handle handle, Caller caller, long id, long latest) {
    handle
        .createUpdate(
            """
            UPDATE entry SET latest_version = :latest, etag = gen_random_uuid(),
                modified_by = :user, modified_at = :now
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("latest", latest)
        .bind("user", caller.user().id())
        .bind("now", transactions.now())
        .execute();
  }

  private static Entry get(Handle handle, long id, long number) {
    return handle
        .createQuery(EntryRows.SELECT_VERSIONS + "WHERE e.id = :id AND v.number = :number")
        .bind("id", id)
        .bind("number", number)
        .map((row, _) -> EntryRows.entry(row))
        .findOne()
        .orElseThrow(() -> CatalogProblems.noVersion(id, number));
  }

  private static void requireFile(Place place) {
    if (place.type() != EntryType.FILE) {
      throw CatalogProblems.notAFile(place.id());
    }
  }
}
