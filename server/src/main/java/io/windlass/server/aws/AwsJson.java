package io.windlass.server.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;

/** JSON as AWS writes and reads it. Thread-safe. */
public final class AwsJson {
  /** The media type of requests and answers. */
  public static final String MEDIA_TYPE = "application/x-amz-json-1.1";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private AwsJson() {}

  /** A new object. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** A new list. */
  public static ArrayNode list() {
    return JSON.createArrayNode();
  }

  /** A point in time: seconds since 1970 with three decimals. */
  public static JsonNode time(Instant instant) {
    return DecimalNode.valueOf(BigDecimal.valueOf(instant.toEpochMilli(), 3));
  }

  /**
   * The one object that a body holds; nothing at all is an empty object.
   *
   * @throws AwsFault {@code SerializationException}
   */
  static ObjectNode read(byte[] body) {
    if (body.length == 0) {
      return object();
    }
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw AwsFault.client("SerializationException", "The body of the request is no JSON.");
    }
    throw AwsFault.client("SerializationException", "The body of the request is no JSON object.");
  }

  /** A document of ours. */
  public static JsonNode parse(String document) {
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String write(JsonNode document) {
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
