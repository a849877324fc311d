package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** Objects in stores that the catalog knows. Thread-safe; every method is one transaction. */
public final class StoredFiles {
  static final String DEFAULT_TYPE = "application/octet-stream";
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Transactions transactions;
  private final Locations locations;

  StoredFiles(Transactions transactions, Locations locations) {
    this.transactions = transactions;
    this.locations = locations;
  }

  /**
   * Makes an object known. It must lie in the location's bucket, strictly below its base key, and
   * be no {@code owner.txt}. One that Windlass did not write needs an external location of the
   * caller's own: its owner alone may say what in it becomes a file.
   *
   * @throws io.windlass.foundation.WindlassException INVALID for what breaks a rule; FORBIDDEN
   *     {@code location_of_other}
   */
  public StoredFile register(Caller caller, NewStoredFile file) {
    caller.require(Scope.MODIFY);
    Location location =
        locations
            .find(file.locationId())
            .orElseThrow(() ->
                CatalogProblems.invalid(
                    "unknown_location", "There is no location " + file.locationId() + "."));
    NewStoredFile checked = checked(caller, location, file);
    return transactions.write(handle -> insert(handle, caller, location, checked));
  }

  /** The object as it is to be stored, when it breaks no rule. */
  static NewStoredFile checked(Caller caller, Location location, NewStoredFile file) {
    if (!file.written()) {
      requireOwnExternal(caller, location);
    }
    StsRules.onObject(location, file.bucket(), file.key());
    Texts.checkKey(file.key());
    Texts.checkShort(file.fileName(), "file name");
    Texts.checkShort(file.contentType(), "content type");
    if (file.size() < 0) {
      throw CatalogProblems.invalid("invalid_size", "A size must not be negative.");
    }
    return new NewStoredFile(
        file.locationId(),
        file.bucket(),
        file.key(),
        file.versionId(),
        file.storeEtag(),
        file.size(),
        digest(file.md5(), MD5, "md5"),
        digest(file.sha256(), SHA256, "sha256"),
        file.contentType(),
        file.fileName(),
        file.written());
  }

  private StoredFile insert(Handle handle, Caller caller, Location location, NewStoredFile file) {
    long id =
        handle
            .createUpdate(
                """
                INSERT INTO stored_file (location_id, location_sts, bucket, key, version_id,
                    store_etag, size, md5, sha256, content_type, file_name, written, created_by,
                    created_at)
                VALUES (:location, :sts, :bucket, :key, :version, :storeEtag, :size, :md5, :sha256,
                    :type, :name, :written, :user, :now)
                """)
            .bind("location", location.id())
            .bind("sts", location.sts())
            .bind("bucket", file.bucket())
            .bind("key", file.key())
            .bind("version", file.versionId())
            .bind("storeEtag", file.storeEtag())
            .bind("size", file.size())
            .bind("md5", file.md5())
            .bind("sha256", file.sha256())
            .bind("type", file.contentType().orElse(DEFAULT_TYPE))
            .bind("name", file.fileName().orElse(lastPart(file.key())))
            .bind("written", file.written())
            .bind("user", caller.user().id())
            .bind("now", transactions.now())
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    return find(handle, id).orElseThrow();
  }

  /** A stored file, whoever made it. Checks no permission. */
  public Optional<StoredFile> find(long id) {
    return transactions.read(handle -> find(handle, id));
  }

  /**
   * A stored file of the caller's own: NOT_FOUND, or FORBIDDEN when somebody else made it;
   * administrators get any.
   */
  public StoredFile getOwn(Caller caller, long id) {
    caller.require(Scope.VIEW);
    return transactions.read(handle -> own(handle, caller, id));
  }

  /**
   * Forgets a stored file of the caller's own; CONFLICT while a version points at it.
   *
   * @return whether the object itself may be deleted: Windlass wrote it and no other stored file
   *     names it
   */
  public boolean delete(Caller caller, long id) {
    caller.require(Scope.MODIFY);
    return transactions.write(handle -> {
      handle
          .createQuery("SELECT id FROM stored_file WHERE id = :id FOR UPDATE")
          .bind("id", id)
          .mapTo(Long.class)
          .findOne();
      StoredFile file = own(handle, caller, id);
      if (holds(
          handle, "SELECT EXISTS (SELECT FROM file_version WHERE stored_file_id = :id)", id)) {
        throw Problem.of(Kind.CONFLICT, "stored_file_in_use", "A version of a file points at it.")
            .withRemedy("Delete the file or the version first, and purge it from the trash.")
            .toException();
      }
      boolean named =
          holds(
              handle,
              """
              SELECT EXISTS (
                  SELECT FROM stored_file f JOIN stored_file o ON o.key = f.key
                  WHERE f.id = :id AND o.id <> f.id AND o.bucket = f.bucket)
              """,
              id);
      handle.createUpdate("DELETE FROM stored_file WHERE id = :id").bind("id", id).execute();
      return file.written() && !named;
    });
  }

  /** Whether any stored file names the object. Checks no permission. */
  public boolean isNamed(String bucket, String key) {
    return transactions.read(handle ->
        handle
            .createQuery(
                "SELECT EXISTS (SELECT FROM stored_file WHERE key = :key AND bucket = :bucket)")
            .bind("key", key)
            .bind("bucket", bucket)
            .mapTo(Boolean.class)
            .one());
  }

  static Optional<StoredFile> find(Handle handle, long id) {
    return handle
        .createQuery(EntryRows.SELECT_STORED_FILES + "WHERE f.id = :id")
        .bind("id", id)
        .map((row, _) -> EntryRows.storedFile(row))
        .findOne();
  }

  /** The same for use in a version: it cannot be deleted before the transaction ends. */
  static StoredFile hold(Handle handle, long id) {
    handle
        .createQuery("SELECT id FROM stored_file WHERE id = :id FOR KEY SHARE")
        .bind("id", id)
        .mapTo(Long.class)
        .findOne();
    return find(handle, id).orElseThrow(() -> CatalogProblems.noStoredFile(id));
  }

  static StoredFile own(Handle handle, Caller caller, long id) {
    StoredFile file = find(handle, id).orElseThrow(() -> CatalogProblems.noStoredFile(id));
    requireOwn(caller, file);
    return file;
  }

  /** FORBIDDEN unless the caller made it or administrates. */
  static void requireOwn(Caller caller, StoredFile file) {
    if (file.createdBy() != caller.user().id() && !caller.administrator()) {
      throw CatalogProblems.refused(
          "stored_file_of_other", "Stored file " + file.id() + " was made by somebody else.");
    }
  }

  /** Whether keys are vended for the location of a stored file. */
  static boolean isSts(Handle handle, long id) {
    return holds(handle, "SELECT location_sts FROM stored_file WHERE id = :id", id);
  }

  /**
   * Refuses locations of which the caller may not make single objects known.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code location_not_external};
   *     FORBIDDEN {@code location_of_other}
   */
  public static void requireOwnExternal(Caller caller, Location location) {
    if (location.kind() != Location.Kind.EXTERNAL) {
      throw CatalogProblems.invalid(
          "location_not_external", "Objects can be registered in external locations only.");
    }
    if (!LocationSettings.owns(caller, location) && !caller.administrator()) {
      throw CatalogProblems.refused(
          "location_of_other", "Location " + location.id() + " belongs to somebody else.");
    }
  }

  static Optional<String> digest(Optional<String> given, Pattern form, String what) {
    Optional<String> lower = given.map(text -> text.toLowerCase(Locale.ROOT));
    if (lower.isPresent() && !form.matcher(lower.get()).matches()) {
      throw CatalogProblems.invalid("invalid_" + what, "The " + what + " is not in hex digits.");
    }
    return lower;
  }

  private static String lastPart(String key) {
    String part = key.substring(key.lastIndexOf('/') + 1);
    return part.isEmpty() ? key : part;
  }

  private static boolean holds(Handle handle, String query, long id) {
    return handle.createQuery(query).bind("id", id).mapTo(Boolean.class).one();
  }
}
