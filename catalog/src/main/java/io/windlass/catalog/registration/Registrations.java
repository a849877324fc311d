package io.windlass.catalog.registration;

import io.windlass.catalog.Access;
import io.windlass.catalog.AccessLists;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entries;
import io.windlass.catalog.Entry;
import io.windlass.catalog.LocationSettings;
import io.windlass.catalog.NewRegisteredFile;
import io.windlass.catalog.NewStoredFile;
import io.windlass.catalog.RegisteredBatch;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.StoredFiles;
import io.windlass.catalog.StsRules;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.identity.Users;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.database.task.NewTask;
import io.windlass.database.task.Task;
import io.windlass.database.task.TaskHandler;
import io.windlass.database.task.Tasks;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

/**
 * Makes files of objects that are in a bucket already. Bodies are never read. Thread-safe.
 *
 * <p>Who registers must own the location, or be able to read all of it with temporary keys anyway,
 * so that nobody reads through the catalog what only the owner of the bucket may see.
 */
public final class Registrations {
  /** The kind of the tasks that register prefixes. */
  public static final String KIND = PrefixRegistration.KIND;

  private static final int BATCH = 1000;
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  private final AccessLists accessLists;
  private final Entries entries;
  private final LocationSettings settings;
  private final StoredFiles files;
  private final Locations locations;
  private final Tasks tasks;
  private final PrefixRegistration handler;

  /** Registrations into what the catalog holds. */
  public Registrations(Jdbi jdbi, Catalog catalog, Locations locations, Users users, Tasks tasks) {
    this(catalog, locations, tasks, new PrefixRegistration(jdbi, catalog, locations, users, BATCH));
  }

  Registrations(Catalog catalog, Locations locations, Tasks tasks, PrefixRegistration handler) {
    this.accessLists = catalog.accessLists();
    this.entries = catalog.entries();
    this.settings = catalog.locationSettings();
    this.files = catalog.storedFiles();
    this.locations = locations;
    this.tasks = tasks;
    this.handler = handler;
  }

  /** What a node needs to work on registrations of prefixes. */
  public TaskHandler handler() {
    return handler;
  }

  /**
   * Makes one object known, without naming it in a folder; the location is external and the
   * caller's own. The object is asked for its facts; it must be there, and have the size that was
   * given.
   */
  public StoredFile registerFile(Caller caller, ObjectToRegister object) {
    caller.require(Scope.VIEW, Scope.MODIFY);
    Location location =
        locations
            .find(object.locationId())
            .orElseThrow(() ->
                Problem.of(
                        Kind.INVALID,
                        "location_not_found",
                        "There is no location " + object.locationId() + ".")
                    .toException());
    StsRules.onObject(location, object.bucket(), object.key());
    StoredFiles.requireOwnExternal(caller, location);
    ObjectFacts facts = facts(location, object.key());
    if (object.size().isPresent() && object.size().get() != facts.size()) {
      throw Problem.of(
              Kind.INVALID,
              "size_differs",
              "The object has %d bytes, not %d.".formatted(facts.size(), object.size().get()))
          .toException();
    }
    return files.register(
        caller,
        new NewStoredFile(
            location.id(),
            location.bucket(),
            object.key(),
            facts.id().versionId(),
            Optional.of(facts.etag()),
            facts.size(),
            object.md5().or(() -> md5(facts)),
            Optional.empty(),
            object.contentType().or(facts::contentType),
            object.fileName(),
            false));
  }

  /**
   * Makes a file of one object in the location of a folder; needs CREATE on the folder. Once more
   * answers the same file.
   *
   * @param key the whole key
   * @param name of the file; absent: the last part of the key
   * @param md5 of the content in hex, where known; not checked, as the body is not read
   */
  public Entry registerObject(
      Caller caller, long folderId, String key, Optional<String> name, Optional<String> md5) {
    caller.require(Scope.VIEW, Scope.MODIFY);
    Location location = locationToRegister(caller, folderId);
    StsRules.onObject(location, location.bucket(), key);
    ObjectFacts facts = facts(location, key);
    String fileName = name.orElse(key.substring(key.lastIndexOf('/') + 1));
    RegisteredBatch made =
        entries.registerBatch(
            caller,
            folderId,
            location.id(),
            List.of(
                new NewRegisteredFile(
                    List.of(),
                    fileName,
                    key,
                    facts.id().versionId(),
                    Optional.of(facts.etag()),
                    facts.size(),
                    md5.or(() -> md5(facts)),
                    facts.contentType())));
    if (!made.refused().isEmpty()) {
      RegisteredBatch.Refusal refusal = made.refused().getFirst();
      throw Problem.of(
              refusal.code().equals("name_taken") ? Kind.CONFLICT : Kind.INVALID,
              refusal.code(),
              refusal.message())
          .toException();
    }
    return entries.childNamed(caller, Optional.of(folderId), fileName).orElseThrow();
  }

  /**
   * Submits a task that makes files of all objects below a prefix, with the folders that their keys
   * name; needs CREATE on the folder. Objects whose keys are no paths of the catalog are left out,
   * counted, and named in the task's events, and then the task fails at its end, with all others
   * registered. Running it again registers only what is new.
   *
   * @param prefix whole, at or below the location's base key; one that does not end in a slash is
   *     taken as if it did; empty: all of the location
   * @param idempotencyKey the same key answers the same task
   */
  public Task registerPrefix(
      Caller caller, long folderId, String prefix, Optional<String> idempotencyKey) {
    caller.require(Scope.VIEW, Scope.MODIFY);
    Location location = locationToRegister(caller, folderId);
    String whole = wholePrefix(location, prefix);
    requireListable(location, whole);
    return tasks.submit(
        new NewTask(
            KIND,
            Optional.of(Long.toString(folderId)),
            PrefixRegistration.write(
                new PrefixInput(folderId, location.id(), location.bucket(), whole)),
            caller.user().id()),
        idempotencyKey);
  }

  /**
   * An object at a location.
   *
   * @param locationId an external location of the caller's own
   * @param bucket must be the location's
   * @param key the whole key, below the location's base key
   * @param md5 of the content in hex, where known; not checked, as the body is not read
   * @param fileName name to save it under; absent: the last part of the key
   * @param contentType absent: what the store says
   * @param size bytes; absent: what the store says
   */
  public record ObjectToRegister(
      long locationId,
      String bucket,
      String key,
      Optional<String> md5,
      Optional<String> fileName,
      Optional<String> contentType,
      Optional<Long> size) {}

  /** The folder's location, if the caller may register what is in it. */
  private Location locationToRegister(Caller caller, long folderId) {
    accessLists.require(caller, folderId, Access.READ, Access.CREATE);
    Location location = locations.find(settings.effectiveLocationId(folderId)).orElseThrow();
    entries.registerBatch(caller, folderId, location.id(), List.of());
    return location;
  }

  private static String wholePrefix(Location location, String prefix) {
    if (prefix.isEmpty()) {
      return location.prefix();
    }
    String whole = prefix.endsWith("/") ? prefix : prefix + "/";
    if (!whole.startsWith(location.prefix())) {
      throw Problem.of(
              Kind.INVALID,
              "prefix_outside_location",
              "The prefix does not lie below the base key of the folder's location.")
          .withRemedy("Begin it with '" + location.prefix() + "'.")
          .toException();
    }
    return whole;
  }

  /** A bucket that may not be listed is a refusal now, never a task with nothing to do. */
  private void requireListable(Location location, String prefix) {
    Listing _ =
        locations
            .open(location)
            .list(
                new Listing.Request(
                    location.bucket(),
                    prefix,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    1));
  }

  private ObjectFacts facts(Location location, String key) {
    try {
      return locations.open(location).head(ObjectId.of(location.bucket(), key));
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject
          || e.failure() instanceof StoreFailure.Denied) {
        throw notReadable(location, key, e);
      }
      throw e;
    }
  }

  private static WindlassException notReadable(Location location, String key, StoreException e) {
    return Problem.of(
            Kind.INVALID,
            "object_not_found",
            "There is no object '%s' in bucket %s, or the connection may not read it."
                .formatted(key, location.bucket()))
        .withRemedy("Check the key, which is the whole one, and verify the connection.")
        .toException(e);
  }

  /** Stores give an object that came in one piece its MD5 for an ETag, unless KMS encrypts it. */
  private static Optional<String> md5(ObjectFacts facts) {
    boolean plain = facts.encryption().filter(name -> name.startsWith("aws:kms")).isEmpty();
    return plain && MD5.matcher(facts.etag()).matches()
        ? Optional.of(facts.etag())
        : Optional.empty();
  }
}
