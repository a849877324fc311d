package io.windlass.client;

import io.windlass.client.model.EffectiveLocation;
import io.windlass.client.model.Entry;
import io.windlass.client.model.EntryChange;
import io.windlass.client.model.FileVersion;
import io.windlass.client.model.LocationChoice;
import io.windlass.client.model.Move;
import io.windlass.client.model.NewFolder;
import java.util.Optional;
import java.util.stream.Stream;

/** Projects, folders and files. Thread-safe. */
public final class Entries {
  private final Http http;

  Entries(Http http) {
    this.http = http;
  }

  /** The entry at {@code PROJECT/a/b}. */
  public Entry at(String path) {
    return http.call("GET", "entries").query("path", Optional.of(path)).as(Entry.class);
  }

  /** The entry with a number. */
  public Entry get(long id) {
    return http.call("GET", "entries", id).as(Entry.class);
  }

  /** A file as it was in a version. */
  public Entry get(long id, long version) {
    return http.call("GET", "entries", id).query("version", Optional.of(version)).as(Entry.class);
  }

  /** What is in a project or folder, by name. */
  public Stream<Entry> children(long id) {
    return http.call("GET", "entries", id, "children")
        .query("limit", Optional.of(1000))
        .asItems(Entry.class);
  }

  /** The versions of a file, newest first. */
  public Stream<FileVersion> versions(long id) {
    return http.call("GET", "entries", id, "versions").asItems(FileVersion.class);
  }

  /** Makes a folder. */
  public Entry createFolder(NewFolder folder) {
    return http.call("POST", "folders").json(folder).as(Entry.class);
  }

  /** Moves an entry, gives it a new name, or both. */
  public Entry move(long id, String path) {
    return http.call("POST", "entries", id, "move").json(new Move(path)).as(Entry.class);
  }

  /** Changes name or description. */
  public Entry update(long id, EntryChange change) {
    return http.call("PATCH", "entries", id).json(change).as(Entry.class);
  }

  /** Puts an entry and all that is in it into the trash. */
  public void delete(long id) {
    http.call("DELETE", "entries", id).send();
  }

  /** The location that holds for an entry. */
  public EffectiveLocation location(long id) {
    return http.call("GET", "entries", id, "location").as(EffectiveLocation.class);
  }

  /** Has a folder keep its files in a location. */
  public EffectiveLocation setLocation(long id, long locationId) {
    return http.call("PUT", "entries", id, "location")
        .json(new LocationChoice(locationId))
        .as(EffectiveLocation.class);
  }

  /** Has a folder keep its files where those of its parent go. */
  public void removeLocation(long id) {
    http.call("DELETE", "entries", id, "location").send();
  }
}
