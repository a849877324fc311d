package io.windlass.server.synapse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JSON as Synapse clients write and read it. Thread-safe.
 *
 * <ul>
 *   <li>Out: absent fields are left out, never {@code null}; instants are UTC with exactly three
 *       digits of fraction and {@code Z}, which clients parse with a fixed pattern.
 *   <li>In: unknown fields are ignored, {@code null} is absence, numbers and texts stand for each
 *       other ({@code 1011} where an id is a text, {@code "1006"} where it is a number).
 * </ul>
 */
public final class SynapseJson {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final JsonSetter.Value EMPTY_FOR_NULL =
      JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule("synapse").addSerializer(Instant.class, new InstantSerializer()))
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_NULL))
          .enable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .withConfigOverride(List.class, config -> config.setSetterInfo(EMPTY_FOR_NULL))
          .withConfigOverride(Map.class, config -> config.setSetterInfo(EMPTY_FOR_NULL))
          .build();

  private SynapseJson() {}

  /** The instant as clients parse it, for example {@code 2026-11-21T10:00:00.000Z}. */
  public static String timestamp(Instant instant) {
    return TIMESTAMP.format(instant);
  }

  /** The document as UTF-8 JSON. */
  public static byte[] write(Object document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A document from UTF-8 JSON. An empty body is an empty document.
   *
   * @throws io.windlass.foundation.WindlassException {@code malformed_json} when it is no JSON
   *     object, or a field has a value of another kind
   */
  public static <T> T read(InputStream body, Class<T> type) {
    try {
      byte[] bytes = body.readAllBytes();
      T document = bytes.length == 0 ? MAPPER.readValue("{}", type) : MAPPER.readValue(bytes, type);
      if (document == null) {
        throw malformed("The request body must be a JSON object.").toException();
      }
      return document;
    } catch (JsonMappingException e) {
      throw malformed(
              "The request body does not fit: "
                  + (e.getPath().isEmpty()
                      ? "it must be a JSON object."
                      : "the value of " + path(e) + " is of the wrong kind."))
          .toException(e);
    } catch (JsonProcessingException e) {
      throw malformed("The request body is not well-formed JSON.").toException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static Problem malformed(String message) {
    return Problem.of(Kind.INVALID, "malformed_json", message);
  }

  private static final class InstantSerializer extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantSerializer() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(timestamp(value));
    }
  }
}
