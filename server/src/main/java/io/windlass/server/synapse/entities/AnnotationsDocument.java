package io.windlass.server.synapse.entities;

import io.windlass.server.synapse.Document;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An entity's annotations; the etag is the entity's. */
record AnnotationsDocument(
    Optional<String> id, Optional<String> etag, Map<String, Value> annotations)
    implements Document {

  /** The values of one key: a type such as {@code STRING} and each value as a text. */
  record Value(Optional<String> type, List<String> value) {}
}
