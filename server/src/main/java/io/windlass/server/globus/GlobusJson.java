package io.windlass.server.globus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** JSON as Globus clients write and read it. Thread-safe. */
final class GlobusJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule("globus").addSerializer(Document.class, new DocumentSerializer()))
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();

  private GlobusJson() {}

  /** The document as JSON. */
  static String write(Document document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the document as UTF-8 JSON, element by element where it holds an Iterable. */
  static void write(Document document, OutputStream out) throws IOException {
    MAPPER.writeValue(out, document);
  }

  /**
   * The JSON object of a body; an empty body is an empty object.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code malformed_json}
   */
  static Received read(InputStream body) {
    try {
      byte[] bytes = body.readAllBytes();
      JsonNode node = bytes.length == 0 ? MAPPER.createObjectNode() : MAPPER.readTree(bytes);
      if (!node.isObject()) {
        throw malformed("The body of the request must be a JSON object.").toException();
      }
      return new Received(node);
    } catch (JsonProcessingException e) {
      throw malformed("The body of the request is not well-formed JSON.").toException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Problem malformed(String message) {
    return Problem.of(Kind.INVALID, "malformed_json", message);
  }

  private static final class DocumentSerializer extends StdSerializer<Document> {
    private static final long serialVersionUID = 1L;

    DocumentSerializer() {
      super(Document.class);
    }

    @Override
    public void serialize(Document value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.fields(), out);
    }
  }
}
