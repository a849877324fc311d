package io.windlass.connection;

import io.windlass.foundation.PartialProblem;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import java.util.List;
import java.util.stream.Collectors;

/** New keys, a new role or a new address would break what uses the connection: nothing changed. */
public final class ReplacementRefused extends WindlassException {
  private static final long serialVersionUID = 1L;

  private final transient List<Loss> losses;

  /** Names every location that would lose something. */
  public ReplacementRefused(List<Loss> losses) {
    super(problem(losses));
    this.losses = List.copyOf(losses);
  }

  /** What would be lost, by location. */
  public List<Loss> losses() {
    return losses;
  }

  @Override
  public List<PartialProblem> parts() {
    return losses.stream()
        .map(loss ->
            new PartialProblem(
                "location %d (%s/%s)".formatted(loss.locationId(), loss.bucket(), loss.prefix()),
                loss.problem()))
        .toList();
  }

  private static Problem problem(List<Loss> losses) {
    String text =
        losses.stream()
            .map(
                loss -> loss.bucket() + "/" + loss.prefix() + " (" + loss.problem().message() + ")")
            .collect(Collectors.joining("; "));
    return Problem.of(
            Problem.Kind.CONFLICT,
            "replacement_refused",
            "The connection stays as it was, because its locations would break: " + text + ".")
        .withRemedy("Grant the new keys the same permissions as the old ones and try again.");
  }

  /** What one location would lose. */
  public record Loss(long locationId, String bucket, String prefix, Problem problem) {}
}
