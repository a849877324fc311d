package io.windlass.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.windlass.catalog.Annotations.Value;
import io.windlass.catalog.Annotations.ValueType;
import io.windlass.catalog.identity.Caller;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Annotations: their bounds and their column. */
final class Notes {
  private static final int MAX_KEYS = 200;
  private static final int MAX_VALUES = 100;
  private static final int MAX_KEY = 256;
  private static final int MAX_VALUE = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Value>> DOCUMENT =
      new TypeReference<>() {};

  private Notes() {}

  /** INVALID when a key or value is too long, too many or not of its type. */
  static void check(Map<String, Value> values) {
    if (values.size() > MAX_KEYS) {
      throw invalid("There are more than " + MAX_KEYS + " keys.");
    }
    values.forEach(Notes::check);
  }

  private static void check(String key, Value value) {
    boolean control = key.chars().anyMatch(Character::isISOControl);
    if (key.isBlank() || key.length() > MAX_KEY || control || !Texts.isWellFormed(key)) {
      throw invalid("A key is empty, longer than " + MAX_KEY + " or holds control characters.");
    }
    if (value.values().size() > MAX_VALUES) {
      throw invalid("The key '" + key + "' has more than " + MAX_VALUES + " values.");
    }
    for (String text : value.values()) {
      Texts.checkStorable(text, "value");
      if (text.length() > MAX_VALUE || !fits(value.type(), text)) {
        throw invalid(
            "A value of the key '" + key + "' is too long or not a " + value.type() + ".");
      }
    }
  }

  private static boolean fits(ValueType type, String text) {
    try {
      switch (type) {
        case STRING -> {}
        case LONG, TIMESTAMP_MS -> Long.parseLong(text);
        case DOUBLE -> Double.parseDouble(text);
        case BOOLEAN -> {
          return text.equals("true") || text.equals("false");
        }
      }
      return true;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  static Annotations read(Handle handle, long entryId) {
    return handle
        .createQuery("SELECT etag::text AS etag, annotations FROM entry WHERE id = :id")
        .bind("id", entryId)
        .map((row, _) ->
            new Annotations(entryId, row.getString("etag"), parse(row.getString("annotations"))))
        .one();
  }

  static void write(Handle handle, Caller caller, Instant now, Annotations annotations) {
    handle
        .createUpdate(
            """
            UPDATE entry SET annotations = CAST(:annotations AS json), etag = gen_random_uuid(),
                modified_by = :user, modified_at = :now
            WHERE id = :id
            """)
        .bind("id", annotations.entryId())
        .bind("annotations", print(annotations.values()))
        .bind("user", caller.user().id())
        .bind("now", now)
        .execute();
  }

  private static Map<String, Value> parse(String text) {
    try {
      return JSON.readValue(text, DOCUMENT);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("annotations cannot be read", e);
    }
  }

  private static String print(Map<String, Value> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("annotations cannot be written", e);
    }
  }

  private static RuntimeException invalid(String message) {
    return CatalogProblems.invalid("invalid_annotations", message);
  }
}
