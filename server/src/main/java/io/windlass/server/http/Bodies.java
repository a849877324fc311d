package io.windlass.server.http;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import org.jspecify.annotations.Nullable;

/** Checks of bodies that hold for every route. */
public final class Bodies {
  private Bodies() {}

  /**
   * The body, which must be there.
   *
   * @throws io.windlass.foundation.WindlassException {@code body_missing}
   */
  public static <T> T required(@Nullable T body) {
    if (body == null) {
      throw Problem.of(Kind.INVALID, "body_missing", "This request needs a JSON body.")
          .toException();
    }
    return body;
  }

  /**
   * A field of a body, which must be there.
   *
   * @throws io.windlass.foundation.WindlassException {@code field_missing}
   */
  public static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw Problem.of(Kind.INVALID, "field_missing", "The body lacks the field " + field + ".")
          .toException();
    }
    return value;
  }
}
