package io.windlass.store;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Preconditions of a write; {@code *} is any object. */
record Condition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
  void check(Optional<StoredObject> current) {
    if (ifMatch != null && current.filter(object -> matches(ifMatch, object)).isEmpty()) {
      throw current.isEmpty() ? StoreErrors.noSuchKey() : StoreErrors.preconditionFailed();
    }
    if (ifNoneMatch != null && current.filter(object -> matches(ifNoneMatch, object)).isPresent()) {
      throw StoreErrors.preconditionFailed();
    }
  }

  static boolean matches(String header, StoredObject object) {
    return Arrays.stream(header.split(",", -1))
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.replace("\"", "").equals(object.etag()));
  }
}
