package io.windlass.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Text → map: JSON and, where it is none, YAML. Only plain values come out, no key twice, nothing
 * deep, and no complaint repeats the text, which may hold secrets.
 */
final class DocumentText {
  private static final int MOST_BYTES = 64 * 1024;
  private static final int DEEPEST = 8;
  private static final int MOST_ALIASES = 8;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final LoadSettings YAML =
      LoadSettings.builder()
          .setAllowDuplicateKeys(false)
          .setAllowRecursiveKeys(false)
          .setAllowNonScalarKeys(false)
          .setMaxAliasesForCollections(MOST_ALIASES)
          .setCodePointLimit(MOST_BYTES)
          .build();

  private DocumentText() {}

  static Map<?, ?> parse(String text) {
    if (text.length() > MOST_BYTES || text.getBytes(UTF_8).length > MOST_BYTES) {
      throw Problem.of(
              Kind.TOO_LARGE, "document_too_large", "A connection document has at most 64 KiB.")
          .toException();
    }
    return json(text).orElseGet(() -> yaml(text));
  }

  /** The map of a JSON text; absent where it is none, which YAML then judges. */
  private static Optional<Map<?, ?>> json(String text) {
    try {
      return JSON.readValue(text, Object.class) instanceof Map<?, ?> map
          ? Optional.of(map)
          : Optional.empty();
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  private static Map<?, ?> yaml(String text) {
    try {
      refuseDepth(text);
      if (new Load(YAML).loadFromString(text) instanceof Map<?, ?> map) {
        return map;
      }
    } catch (MarkedYamlEngineException e) {
      throw malformed(
          e.getProblemMark().map(DocumentText::place).orElse("")
              + (e instanceof DuplicateKeyException
                  ? "a key stands there twice"
                  : "it is neither JSON nor YAML"));
    } catch (YamlEngineException _) {
      throw malformed("it is neither JSON nor YAML");
    }
    throw malformed("it is not a map of keys to values");
  }

  /** By the parser's events, which need no stack; building the values would. */
  private static void refuseDepth(String text) {
    int depth = 0;
    for (Event event : new Parse(YAML).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        throw malformed("it is nested too deeply");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private static String place(Mark mark) {
    return "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ";
  }

  private static WindlassException malformed(String fault) {
    return Problem.of(
            Kind.INVALID,
            "malformed_document",
            "The connection document cannot be read: " + fault + ".")
        .withRemedy("Write it as JSON or YAML, for example type, name, credentials and config.")
        .toException();
  }
}
