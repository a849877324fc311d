package io.windlass.connection.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/** Statements as JSON text. The text is built as a tree, so no value can break out of it. */
final class PolicyDocument {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ObjectWriter INDENTED =
      JSON.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));
  // AWS takes nothing beyond U+00FF in a session policy, so everything beyond ASCII is escaped.
  private static final ObjectWriter COMPACT = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private PolicyDocument() {}

  static String indented(List<Statement> statements) {
    return write(INDENTED, document(statements));
  }

  static String indented(Statement statement) {
    return write(INDENTED, node(statement));
  }

  /**
   * Without white space: blanks within values are escaped, because Ceph RGW 16 takes them amiss.
   */
  static String compact(List<Statement> statements) {
    return write(COMPACT, document(statements)).replace(" ", "\\u0020");
  }

  private static ObjectNode document(List<Statement> statements) {
    ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
    document.set(
        "Statement",
        statements.stream()
            .map(PolicyDocument::node)
            .collect(
                Collectors.collectingAndThen(
                    Collectors.toList(), nodes -> JSON.createArrayNode().addAll(nodes))));
    return document;
  }

  private static ObjectNode node(Statement statement) {
    ObjectNode node = JSON.createObjectNode();
    statement.sid().ifPresent(sid -> node.put("Sid", sid));
    node.put("Effect", statement.effect().word);
    statement.principal().ifPresent(who -> node.putObject("Principal").put(who.type(), who.name()));
    putAll(node, "Action", statement.actions());
    if (!statement.resources().isEmpty()) {
      putAll(node, "Resource", statement.resources());
    }
    if (!statement.conditions().isEmpty()) {
      ObjectNode conditions = node.putObject("Condition");
      statement
          .conditions()
          .forEach((operator, values) -> {
            ObjectNode test = conditions.putObject(operator);
            values.forEach(test::put);
          });
    }
    return node;
  }

  /** One value stands by itself, several in an array. */
  private static void putAll(ObjectNode node, String name, List<String> values) {
    if (values.size() == 1) {
      node.put(name, values.getFirst());
    } else {
      ArrayNode array = node.putArray(name);
      values.forEach(array::add);
    }
  }

  private static String write(ObjectWriter writer, ObjectNode node) {
    try {
      return writer.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts does not print", e);
    }
  }
}
