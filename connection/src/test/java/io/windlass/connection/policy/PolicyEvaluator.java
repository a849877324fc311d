package io.windlass.connection.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Decides requests by a policy document as IAM does: an explicit deny wins, then an allow, else
 * denied. Knows the operators StringEquals and StringLike; a condition on a missing key fails.
 */
final class PolicyEvaluator {
  private final JsonNode document;

  PolicyEvaluator(String json) throws Exception {
    this.document = JsonMapper.builder().build().readTree(json);
  }

  boolean allows(String action, String resource, Map<String, String> context) {
    boolean allowed = false;
    for (JsonNode statement : document.get("Statement")) {
      if (matches(statement, action, resource, context)) {
        if (statement.get("Effect").asText().equals("Deny")) {
          return false;
        }
        allowed = true;
      }
    }
    return allowed;
  }

  boolean allowsList(String bucket, String prefix, String delimiter) {
    Map<String, String> context =
        delimiter.isEmpty()
            ? Map.of("s3:prefix", prefix)
            : Map.of("s3:prefix", prefix, "s3:delimiter", delimiter);
    return allows("s3:ListBucket", "arn:aws:s3:::" + bucket, context);
  }

  boolean allowsObject(String action, String bucket, String key) {
    return allows(action, "arn:aws:s3:::" + bucket + "/" + key, Map.of());
  }

  private static boolean matches(
      JsonNode statement, String action, String resource, Map<String, String> context) {
    return values(statement.get("Action")).anyMatch(pattern -> like(pattern, action))
        && values(statement.get("Resource")).anyMatch(pattern -> like(pattern, resource))
        && holds(statement.path("Condition"), context);
  }

  private static boolean holds(JsonNode conditions, Map<String, String> context) {
    return conditions
        .propertyStream()
        .allMatch(operator ->
            operator
                .getValue()
                .propertyStream()
                .allMatch(test -> {
                  String actual = context.get(test.getKey());
                  String expected = test.getValue().asText();
                  return actual != null
                      && switch (operator.getKey()) {
                        case "StringEquals" -> actual.equals(expected);
                        case "StringLike" -> like(expected, actual);
                        default -> throw new AssertionError(operator.getKey());
                      };
                }));
  }

  private static Stream<String> values(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText)
        : Stream.of(node.asText());
  }

  private static boolean like(String pattern, String text) {
    String regex =
        pattern
            .codePoints()
            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
  }
}
