package io.windlass.server.synapse;

import io.windlass.catalog.EntryType;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Locale;
import java.util.Optional;

/** The class names by which Synapse tells entities apart. */
public final class ConcreteType {
  private static final String PACKAGE = "org.sagebionetworks.repo.model.";

  private ConcreteType() {}

  /** The class name of a type of entry. */
  public static String of(EntryType type) {
    return PACKAGE
        + switch (type) {
          case PROJECT -> "Project";
          case FOLDER -> "Folder";
          case FILE -> "FileEntity";
        };
  }

  /** The short word of a type of entry: {@code project}, {@code folder}, {@code file}. */
  public static String word(EntryType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** The type that a short word means; absent for those that Windlass does not have. */
  public static Optional<EntryType> ofWord(String word) {
    for (EntryType type : EntryType.values()) {
      if (word(type).equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /**
   * The type that a class name means.
   *
   * @throws io.windlass.foundation.WindlassException {@code unsupported_entity_type} for tables,
   *     links and whatever else Windlass does not have
   */
  public static EntryType parse(Optional<String> name) {
    String given =
        name.orElseThrow(() ->
            Problem.of(Kind.INVALID, "concrete_type_missing", "concreteType is missing.")
                .toException());
    for (EntryType type : EntryType.values()) {
      if (of(type).equals(given)) {
        return type;
      }
    }
    throw Problem.of(
            Kind.INVALID,
            "unsupported_entity_type",
            "'" + given + "' is not a type of entity that exists here.")
        .withRemedy("There are projects, folders and files.")
        .toException();
  }
}
