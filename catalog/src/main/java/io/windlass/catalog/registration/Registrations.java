package io.windlass.catalog.registration;

import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entry;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Locations;
import java.util.Optional;

/**
 * Makes files of objects that are in a bucket already. Bodies are never read. Thread-safe.
 *
 * <p>Who registers must own the location, so that nobody reads through the catalog what only the
 * owner of the bucket may see.
 */
public final class Registrations {
  /** The kind of the tasks that register prefixes. */
  public static final String KIND = "registration";

  /** Registrations into what the catalog holds. */
  public Registrations(Catalog catalog, Locations locations) {}

  /**
   * Makes one object known, without naming it in a folder. The object is asked for its facts; it
   * must be there.
   */
  public StoredFile registerFile(Caller caller, ObjectToRegister object) {
    return yet();
  }

  /**
   * Makes a file of one object in the location of a folder; needs CREATE on the folder.
   *
   * @param key the whole key
   * @param name of the file; absent: the last part of the key
   * @param md5 of the content in hex, where known
   */
  public Entry registerObject(
      Caller caller, long folderId, String key, Optional<String> name, Optional<String> md5) {
    return yet();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T yet() {
    throw new IllegalStateException("not there yet");
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
   * @param size bytes; absent: what the store says; another than that is refused
   */
  public record ObjectToRegister(
      long locationId,
      String bucket,
      String key,
      Optional<String> md5,
      Optional<String> fileName,
      Optional<String> contentType,
      Optional<Long> size) {}
}
