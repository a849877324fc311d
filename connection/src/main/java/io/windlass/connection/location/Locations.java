package io.windlass.connection.location;

import io.windlass.objectstore.ObjectStore;
import java.util.List;
import java.util.Optional;

/** The locations of all users. Thread-safe; any number of nodes may share one database. */
public interface Locations {
  /**
   * Makes a location. The base key loses slashes, blanks and tabs at its ends; one that holds
   * {@code * ? $ " \}, a control character, an empty or dot segment is refused. An external
   * location needs a proof each time: the object {@code owner.txt} exactly at the base key must
   * name the owner, unless an administrator asks. The same document of the same owner answers the
   * location that is there already, except for managed ones with temporary keys, whose base key is
   * random. A new one with temporary keys that overlaps another owner's is refused.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_base_key}, {@code
   *     invalid_bucket_name}, {@code invalid_location}, {@code owner_file_missing}, {@code
   *     owner_file_empty}, {@code owner_file_mismatch}, {@code location_overlaps}, {@code
   *     connection_not_found}; what the store answered when it refused the owner file
   */
  Location create(NewLocation wanted, Owner owner);

  /** The location with this id. */
  Optional<Location> find(long id);

  /** The owner's locations, newest first, at most {@code newest}. */
  List<Location> ofOwner(long ownerId, int newest);

  /** The store that the location is in; shared, callers do not close it. */
  ObjectStore open(Location location);

  /**
   * Location 1: where files go that are told nothing else. Made by {@link #manageIn}; before that
   * {@code no_managed_storage}.
   */
  Location managedDefault();

  /**
   * Says where managed storage is: the embedded store's or the operator's bucket, made when it is
   * missing. Only the first call on an installation decides; later ones must agree, or {@code
   * managed_storage_settled}.
   */
  Location manageIn(String connectionId, String bucket);
}
