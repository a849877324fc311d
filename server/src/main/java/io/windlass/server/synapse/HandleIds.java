package io.windlass.server.synapse;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.regex.Pattern;

/** Ids of file handles: digits, a text on the wire. */
public final class HandleIds {
  private static final Pattern FORM = Pattern.compile("[0-9]{1,18}");

  private HandleIds() {}

  /**
   * The number of an id.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_file_handle_id} for anything
   *     but digits
   */
  public static long parse(String id) {
    String digits = id.strip();
    if (!FORM.matcher(digits).matches()) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_file_handle_id",
              "'" + id + "' is not the id of a file handle.")
          .toException();
    }
    return Long.parseLong(digits);
  }
}
