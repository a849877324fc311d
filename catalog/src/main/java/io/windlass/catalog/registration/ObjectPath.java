package io.windlass.catalog.registration;

import io.windlass.catalog.EntryName;
import io.windlass.foundation.WindlassException;
import java.util.ArrayList;
import java.util.List;

/** Where in the catalog an object belongs by its key, if it can be there at all. */
sealed interface ObjectPath {
  /** The object becomes a file. */
  record Place(List<String> folders, String name) implements ObjectPath {
    /** Copies the list. */
    public Place {
      folders = List.copyOf(folders);
    }
  }

  /** The object is no content: a marker that some programs make for folders, or an owner file. */
  record NoContent() implements ObjectPath {}

  /**
   * The catalog has no path like that; the object stays where it is, and is not renamed.
   *
   * @param code stable
   * @param reason one sentence
   */
  record Impossible(String code, String reason) implements ObjectPath {}

  /**
   * The path of an object.
   *
   * @param prefix what the key begins with and what is left out of the path
   * @param key the whole key
   */
  static ObjectPath of(String prefix, String key, long size) {
    String rest = key.substring(prefix.length());
    if (rest.isEmpty() || rest.endsWith("/")) {
      return size == 0
          ? new NoContent()
          : new Impossible("invalid_name", "The key ends in a slash and the object is not empty.");
    }
    List<String> parts = new ArrayList<>(List.of(rest.split("/", -1)));
    if (parts.getLast().equals("owner.txt")) {
      return new NoContent();
    }
    for (String part : parts) {
      try {
        if (!EntryName.checked(part).equals(part)) {
          return new Impossible("invalid_name", "A part of the key has blanks at its ends.");
        }
      } catch (WindlassException e) {
        return new Impossible(e.problem().code(), e.problem().message());
      }
    }
    String name = parts.removeLast();
    return new Place(parts, name);
  }
}
