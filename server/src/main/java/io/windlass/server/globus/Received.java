package io.windlass.server.globus;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A JSON object that a Globus client has sent. Unknown fields are not looked at, and {@code null}
 * is absence. Every reader fails with INVALID {@code invalid_field} when the value is of another
 * kind. Immutable.
 */
public final class Received {
  private final JsonNode node;

  Received(JsonNode node) {
    this.node = node;
  }

  /**
   * Fails unless the document is of this type.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code invalid_field}
   */
  public Received ofType(String type) {
    if (!text("DATA_TYPE").equals(Optional.of(type))) {
      throw invalid("DATA_TYPE", "\"" + type + "\"");
    }
    return this;
  }

  /** A text. */
  public Optional<String> text(String field) {
    return value(field)
        .map(value -> {
          if (!value.isTextual()) {
            throw invalid(field, "a text");
          }
          return value.textValue();
        });
  }

  /** A text that must be there. */
  public String requiredText(String field) {
    return text(field).orElseThrow(() -> missing(field));
  }

  /** A UUID that must be there. */
  public UUID requiredUuid(String field) {
    String text = requiredText(field);
    return uuid(text).orElseThrow(() -> invalid(field, "a UUID"));
  }

  /** The UUID that a text is. */
  public static Optional<UUID> uuid(String text) {
    try {
      return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A flag; absent is {@code false}. */
  public boolean flag(String field) {
    return maybeFlag(field).orElse(false);
  }

  /** A flag of which it matters whether it is there. */
  public Optional<Boolean> maybeFlag(String field) {
    return value(field)
        .map(value -> {
          if (value.isBoolean()) {
            return value.booleanValue();
          }
          if (value.isInt() && (value.intValue() == 0 || value.intValue() == 1)) {
            return value.intValue() == 1;
          }
          throw invalid(field, "true or false");
        });
  }

  /** A whole number. */
  public OptionalInt number(String field) {
    Optional<JsonNode> value = value(field);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!value.get().canConvertToInt() || !value.get().isIntegralNumber()) {
      throw invalid(field, "a whole number");
    }
    return OptionalInt.of(value.get().intValue());
  }

  /** An object. */
  public Optional<Received> object(String field) {
    return value(field)
        .map(value -> {
          if (!value.isObject()) {
            throw invalid(field, "an object");
          }
          return new Received(value);
        });
  }

  /** A list of objects; absent is empty. */
  public List<Received> objects(String field) {
    return list(field, value -> value.isObject(), "a list of objects").map(Received::new).toList();
  }

  /** A list of texts; absent is empty. */
  public List<String> texts(String field) {
    return list(field, JsonNode::isTextual, "a list of texts").map(JsonNode::textValue).toList();
  }

  /** Whether the field is there, also as {@code null}. */
  public boolean has(String field) {
    return node.has(field);
  }

  private Stream<JsonNode> list(String field, Predicate<JsonNode> fits, String what) {
    Optional<JsonNode> value = value(field);
    if (value.isEmpty()) {
      return Stream.empty();
    }
    if (!value.get().isArray()) {
      throw invalid(field, what);
    }
    List<JsonNode> elements = new ArrayList<>(value.get().size());
    for (JsonNode element : value.get()) {
      if (!fits.test(element)) {
        throw invalid(field, what);
      }
      elements.add(element);
    }
    return elements.stream();
  }

  private Optional<JsonNode> value(String field) {
    return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
  }

  private static RuntimeException missing(String field) {
    return Problem.of(Kind.INVALID, "field_missing", "The field " + field + " is missing.")
        .toException();
  }

  /** What is thrown for a field of another kind. */
  public static RuntimeException invalid(String field, String what) {
    return Problem.of(
            Kind.INVALID, "invalid_field", "The field " + field + " must be " + what + ".")
        .toException();
  }
}
