package io.windlass.connection.location;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who asks for a location.
 *
 * @param id user id
 * @param names what may stand in an owner file for this user: id, user name, e-mail addresses, team
 *     ids; kept in lower case
 * @param administrator skips the proof
 */
public record Owner(long id, Set<String> names, boolean administrator) {
  /** Turns the names to lower case. */
  public Owner {
    names =
        names.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }
}
