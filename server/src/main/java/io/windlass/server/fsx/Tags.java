package io.windlass.server.fsx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.windlass.server.aws.AwsJson;
import io.windlass.server.aws.shape.Input;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tags on the wire. */
final class Tags {
  /** The connection that leads to the bucket of an association. */
  static final String CONNECTION = "windlass:connection";

  private Tags() {}

  /** The tags of a request, which names none twice. */
  static Map<String, String> read(Input input) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Input tag : input.structures("Tags")) {
      if (tags.put(tag.text("Key"), tag.text("Value")) != null) {
        throw FsxErrors.badRequest("Two tags have the key '" + tag.text("Key") + "'.");
      }
    }
    return tags;
  }

  /** Tags for an answer; a list even when there are none. */
  static ArrayNode write(Map<String, String> tags) {
    ArrayNode list = AwsJson.list();
    tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
    return list;
  }

  /** Keys in the order of their listing, those behind the cursor. */
  static List<String> behind(Map<String, String> tags, Optional<String> cursor) {
    return tags.keySet().stream()
        .sorted()
        .filter(key -> cursor.isEmpty() || key.compareTo(cursor.get()) > 0)
        .toList();
  }
}
