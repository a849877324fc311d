package io.windlass.server.aws.shape;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.server.aws.AwsFault;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a request, in the words that AWS uses for it. */
final class Faults {
  private static final int SHOWN = 40;
  private static final Pattern LONE_SURROGATE = Pattern.compile("[\\x{D800}-\\x{DFFF}]");

  private final List<String> sentences = new ArrayList<>();

  /** All of it in one sentence; null when nothing is wrong. */
  @Nullable String sentence() {
    if (sentences.isEmpty()) {
      return null;
    }
    String errors = sentences.size() == 1 ? " validation error" : " validation errors";
    return sentences.size() + errors + " detected: " + String.join("; ", sentences);
  }

  /**
   * Looks at one value.
   *
   * @throws AwsFault {@code SerializationException} when it is of another JSON type
   */
  void check(String place, JsonNode value, Shape shape) {
    switch (shape) {
      case Shape.Text text -> text(place, typed(place, value, value.isTextual(), "a string"), text);
      case Shape.Whole whole -> whole(place, value, whole);
      case Shape.Flag _ -> typed(place, value, value.isBoolean(), "true or false");
      case Shape.ListOf list -> list(place, typed(place, value, value.isArray(), "a list"), list);
      case Shape.Structure structure ->
          structure(place, typed(place, value, value.isObject(), "an object"), structure);
    }
  }

  private void text(String place, JsonNode value, Shape.Text shape) {
    String text = value.textValue();
    int length = text.codePointCount(0, text.length());
    if (length > shape.max()) {
      add(place, value, "Member must have length less than or equal to " + shape.max());
    } else if (length < shape.min()) {
      add(place, value, "Member must have length greater than or equal to " + shape.min());
    }
    if (!shape.allowed().isEmpty() && !shape.allowed().contains(text)) {
      add(place, value, "Member must satisfy enum value set: " + shape.allowed());
    }
    boolean matches = shape.pattern().map(pattern -> pattern.matcher(text).matches()).orElse(true);
    if (!matches) {
      add(
          place,
          value,
          "Member must satisfy regular expression pattern: "
              + shape.pattern().map(Pattern::pattern).orElse(""));
    } else if (LONE_SURROGATE.matcher(text).find()) {
      add(place, value, "Member must be Unicode text");
    }
  }

  private void whole(String place, JsonNode value, Shape.Whole shape) {
    typed(place, value, value.isIntegralNumber(), "a whole number");
    if (!value.canConvertToLong()) {
      boolean negative = value.bigIntegerValue().signum() < 0;
      limit(place, value, negative, shape);
    } else if (value.longValue() > shape.max() || value.longValue() < shape.min()) {
      limit(place, value, value.longValue() < shape.min(), shape);
    }
  }

  private void limit(String place, JsonNode value, boolean below, Shape.Whole shape) {
    add(
        place,
        value,
        below
            ? "Member must have value greater than or equal to " + shape.min()
            : "Member must have value less than or equal to " + shape.max());
  }

  private void list(String place, JsonNode value, Shape.ListOf shape) {
    if (value.size() > shape.max()) {
      add(place, value, "Member must have length less than or equal to " + shape.max());
      return;
    }
    if (value.size() < shape.min()) {
      add(place, value, "Member must have length greater than or equal to " + shape.min());
    }
    for (int i = 0; i < value.size(); i++) {
      check(place + "." + (i + 1) + ".member", value.get(i), shape.element());
    }
  }

  private void structure(String place, JsonNode value, Shape.Structure shape) {
    for (Shape.Member member : shape.members()) {
      JsonNode child = value.path(member.name());
      String name = (place.isEmpty() ? "" : place + ".") + lowerCamel(member.name());
      if (!child.isMissingNode() && !child.isNull()) {
        check(name, child, member.shape());
      } else if (member.presence() == Shape.Presence.REQUIRED) {
        sentences.add(
            "Value null at '" + name + "' failed to satisfy constraint: Member must not be null");
      }
    }
  }

  private static JsonNode typed(String place, JsonNode value, boolean right, String what) {
    if (!right) {
      throw AwsFault.client(
          "SerializationException", "The member '" + place + "' must be " + what + ".");
    }
    return value;
  }

  private void add(String place, JsonNode value, String constraint) {
    sentences.add(
        "Value '"
            + shown(value)
            + "' at '"
            + place
            + "' failed to satisfy constraint: "
            + constraint);
  }

  private static String shown(JsonNode value) {
    String text = value.isValueNode() ? value.asText() : value.toString();
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "...";
  }

  private static String lowerCamel(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
