package io.windlass.server.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.catalog.identity.Scope;
import io.windlass.server.aws.shape.Shape;
import java.util.Set;
import java.util.function.Function;

/**
 * One operation of a service.
 *
 * @param input what its request may hold
 * @param scopes what the key must be good for
 * @param run answers a request whose shape is right
 */
public record AwsOperation(
    Shape.Structure input, Set<Scope> scopes, Function<AwsCall, ObjectNode> run) {
  /** Copies the set. */
  public AwsOperation {
    scopes = Set.copyOf(scopes);
  }

  /** One that changes nothing. */
  public static AwsOperation reads(Shape.Structure input, Function<AwsCall, ObjectNode> run) {
    return new AwsOperation(input, Set.of(Scope.VIEW), run);
  }

  /** One that changes something. */
  public static AwsOperation writes(Shape.Structure input, Function<AwsCall, ObjectNode> run) {
    return new AwsOperation(input, Set.of(Scope.VIEW, Scope.MODIFY), run);
  }
}
