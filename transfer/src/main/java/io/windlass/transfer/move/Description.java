package io.windlass.transfer.move;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.objectstore.SystemMetadata;
import io.windlass.transfer.MetadataRules;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What describes an object beside its content. A file keeps it as the JSON of an extended
 * attribute, so that it comes back with the file. Immutable.
 *
 * @param metadata of users, names without {@code x-amz-meta-}
 */
record Description(SystemMetadata system, Map<String, String> metadata, Map<String, String> tags) {
  /** The extended attribute of files. */
  static final String ATTRIBUTE = "user.windlass.object";

  static final Description NONE = new Description(SystemMetadata.NONE, Map.of(), Map.of());

  private static final ObjectMapper JSON = new ObjectMapper();

  Description {
    metadata = Map.copyOf(metadata);
    tags = Map.copyOf(tags);
  }

  boolean isEmpty() {
    return equals(NONE);
  }

  /** The same as rules want it; tags stay. */
  Description changed(MetadataRules rules) {
    if (rules.isEmpty()) {
      return this;
    }
    Map<String, String> all = new TreeMap<>(metadata);
    system.contentType().ifPresent(value -> all.put("content-type", value));
    system.cacheControl().ifPresent(value -> all.put("cache-control", value));
    system.contentDisposition().ifPresent(value -> all.put("content-disposition", value));
    system.contentEncoding().ifPresent(value -> all.put("content-encoding", value));
    system.contentLanguage().ifPresent(value -> all.put("content-language", value));
    system.expires().ifPresent(value -> all.put("expires", value));
    Map<String, String> after = rules.applied(all);
    SystemMetadata kept =
        new SystemMetadata(
            Optional.ofNullable(after.remove("content-type")),
            Optional.ofNullable(after.remove("cache-control")),
            Optional.ofNullable(after.remove("content-disposition")),
            Optional.ofNullable(after.remove("content-encoding")),
            Optional.ofNullable(after.remove("content-language")),
            Optional.ofNullable(after.remove("expires")));
    return new Description(kept, after, tags);
  }

  byte[] toJson() {
    ObjectNode all = JSON.createObjectNode();
    ObjectNode ofSystem = all.putObject("system");
    system.contentType().ifPresent(value -> ofSystem.put("contentType", value));
    system.cacheControl().ifPresent(value -> ofSystem.put("cacheControl", value));
    system.contentDisposition().ifPresent(value -> ofSystem.put("contentDisposition", value));
    system.contentEncoding().ifPresent(value -> ofSystem.put("contentEncoding", value));
    system.contentLanguage().ifPresent(value -> ofSystem.put("contentLanguage", value));
    system.expires().ifPresent(value -> ofSystem.put("expires", value));
    ObjectNode ofUsers = all.putObject("metadata");
    new TreeMap<>(metadata).forEach(ofUsers::put);
    ObjectNode ofTags = all.putObject("tags");
    new TreeMap<>(tags).forEach(ofTags::put);
    try {
      return JSON.writeValueAsBytes(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are JSON", e);
    }
  }

  /** What somebody else wrote there describes nothing. */
  static Description ofJson(byte[] json) {
    try {
      JsonNode all = JSON.readTree(json);
      JsonNode ofSystem = all.path("system");
      return new Description(
          new SystemMetadata(
              text(ofSystem, "contentType"),
              text(ofSystem, "cacheControl"),
              text(ofSystem, "contentDisposition"),
              text(ofSystem, "contentEncoding"),
              text(ofSystem, "contentLanguage"),
              text(ofSystem, "expires")),
          texts(all.path("metadata")),
          texts(all.path("tags")));
    } catch (IOException _) {
      return NONE;
    }
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.of(node.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new TreeMap<>();
    node.properties()
        .forEach(entry -> {
          if (entry.getValue().isTextual()) {
            texts.put(entry.getKey(), entry.getValue().asText());
          }
        });
    return texts;
  }
}
