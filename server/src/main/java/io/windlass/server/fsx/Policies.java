package io.windlass.server.fsx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.server.aws.AwsJson;
import io.windlass.server.aws.shape.Input;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The automatic directions of an association on the wire. */
final class Policies {
  private static final String IMPORT = "AutoImportPolicy";
  private static final String EXPORT = "AutoExportPolicy";

  private Policies() {}

  /** What the request says of imports; absent when it says nothing, empty switches them off. */
  static Optional<Set<Change>> imports(Input input) {
    return policy(input, IMPORT);
  }

  /** The same of exports. */
  static Optional<Set<Change>> exports(Input input) {
    return policy(input, EXPORT);
  }

  /** Those that are on, in an object that is there even when both are off. */
  static ObjectNode write(Set<Change> imports, Set<Change> exports) {
    ObjectNode s3 = AwsJson.object();
    put(s3, IMPORT, imports);
    put(s3, EXPORT, exports);
    return s3;
  }

  private static Optional<Set<Change>> policy(Input input, String name) {
    return input
        .structure("S3")
        .flatMap(s3 -> s3.structure(name))
        .map(policy -> {
          Set<Change> changes = EnumSet.noneOf(Change.class);
          policy.texts("Events").forEach(event -> changes.add(Change.valueOf(event)));
          return changes;
        });
  }

  private static void put(ObjectNode s3, String name, Set<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    ArrayNode events = s3.putObject(name).putArray("Events");
    changes.stream().sorted().map(Change::name).forEach(events::add);
  }
}
