package io.windlass.server.synapse;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entity ids as clients write them: {@code syn123}, {@code SYN123} or {@code 123}. */
public final class EntityIds {
  /** The parent of every project. No entry of the catalog stands for it. */
  public static final long ROOT = 4489;

  private static final Pattern FORM = Pattern.compile("(?i:syn)?([0-9]{1,18})");

  private EntityIds() {}

  /** The id as answers show it. */
  public static String show(long id) {
    return "syn" + id;
  }

  /**
   * The number of an id.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_entity_id} for anything else
   */
  public static long parse(String id) {
    Matcher form = FORM.matcher(id.strip());
    if (!form.matches()) {
      throw Problem.of(Kind.INVALID, "invalid_entity_id", "'" + id + "' is not an entity id.")
          .withRemedy("Entity ids look like syn123.")
          .toException();
    }
    return Long.parseLong(form.group(1));
  }

  /** The parent that a request names: absent for the root, however it is written. */
  public static Optional<Long> parseParent(Optional<String> id) {
    return id.filter(text -> !text.isBlank())
        .map(EntityIds::parse)
        .filter(number -> number != ROOT);
  }

  /** A parent as answers show it. */
  public static String showParent(Optional<Long> parent) {
    return show(parent.orElse(ROOT));
  }
}
