package io.windlass.database.task;

import io.windlass.foundation.Problem;
import java.time.Duration;

/** How an attempt ended. */
public sealed interface Outcome {
  /** All of it is done. */
  record Succeeded() implements Outcome {}

  /** It cannot succeed; a partial failure is one too. */
  record Failed(Problem problem) implements Outcome {}

  /** Nothing is wrong, there is just nothing to do now: the next attempt begins after the pause. */
  record Later(Duration pause) implements Outcome {}

  /** All of it is done. */
  static Outcome succeeded() {
    return new Succeeded();
  }

  /** It cannot succeed. */
  static Outcome failed(Problem problem) {
    return new Failed(problem);
  }

  /** Go on after the pause. */
  static Outcome later(Duration pause) {
    return new Later(pause);
  }
}
