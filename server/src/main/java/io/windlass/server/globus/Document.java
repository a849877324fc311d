package io.windlass.server.globus;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document on its way to a Globus client. Fields keep their order; absent values are {@code
 * null} and not left out, since clients index fields without asking whether they are there.
 *
 * <p>Values are texts, numbers, flags, documents, lists, or an {@link Iterable} that is read while
 * it is written, for what is too large to hold twice. Not thread-safe while it is built.
 */
public final class Document {
  private static final String TYPE = "DATA_TYPE";

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  private Document() {}

  /** A document with a {@code DATA_TYPE}. */
  public static Document of(String type) {
    return new Document().with(TYPE, type);
  }

  /** A document without a type, as those of Globus Auth are. */
  public static Document untyped() {
    return new Document();
  }

  /** The same document with a field more; {@code null} and an empty Optional become null. */
  public Document with(String name, @Nullable Object value) {
    fields.put(
        requireNonNull(name), value instanceof Optional<?> maybe ? maybe.orElse(null) : value);
    return this;
  }

  /** The fields in their order. */
  public Map<String, @Nullable Object> fields() {
    return Collections.unmodifiableMap(fields);
  }

  /** Only these fields and the type; everything for an empty set. */
  public Document only(Set<String> wanted) {
    if (wanted.isEmpty()) {
      return this;
    }
    Document trimmed = new Document();
    fields.forEach((name, value) -> {
      if (name.equals(TYPE) || wanted.contains(name)) {
        trimmed.fields.put(name, value);
      }
    });
    return trimmed;
  }
}
