package io.windlass.server.aws.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.server.aws.AwsFault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The members of a request whose shape is right. A member that is null counts as absent. */
public final class Input {
  private final JsonNode members;

  private Input(JsonNode members) {
    this.members = members;
  }

  /**
   * The request, once all of it fits its shape.
   *
   * @param misshapen makes the refusal of a sentence that tells all faults
   */
  public static Input of(
      ObjectNode request, Shape.Structure shape, Function<String, AwsFault> misshapen) {
    Faults faults = new Faults();
    faults.check("", request, shape);
    @Nullable String sentence = faults.sentence();
    if (sentence != null) {
      throw misshapen.apply(sentence);
    }
    return new Input(request);
  }

  /** A member that must be there. */
  public String text(String name) {
    return optionalText(name).orElseThrow();
  }

  /** A member that may be absent. */
  public Optional<String> optionalText(String name) {
    return member(name).map(JsonNode::textValue);
  }

  /** A flag; absent is empty. */
  public Optional<Boolean> flag(String name) {
    return member(name).map(JsonNode::booleanValue);
  }

  /** A number; absent is empty. */
  public OptionalLong whole(String name) {
    return member(name)
        .map(value -> OptionalLong.of(value.longValue()))
        .orElseGet(OptionalLong::empty);
  }

  /** An object; absent is empty. */
  public Optional<Input> structure(String name) {
    return member(name).map(Input::new);
  }

  /** A list of texts; absent is an empty list. */
  public List<String> texts(String name) {
    return elements(name).stream().map(JsonNode::textValue).toList();
  }

  /** A list of objects; absent is an empty list. */
  public List<Input> structures(String name) {
    return elements(name).stream().map(Input::new).toList();
  }

  /** Whether the member came at all, even if it is empty. */
  public boolean has(String name) {
    return member(name).isPresent();
  }

  private List<JsonNode> elements(String name) {
    return member(name)
        .map(list -> StreamSupport.stream(list.spliterator(), false).toList())
        .orElseGet(List::of);
  }

  private Optional<JsonNode> member(String name) {
    JsonNode value = members.path(name);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
  }
}
