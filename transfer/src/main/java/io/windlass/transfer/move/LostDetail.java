package io.windlass.transfer.move;

import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;

/** Something beside the content cannot be had, and the file is not wanted without it. */
final class LostDetail extends WindlassException {
  private static final long serialVersionUID = 1L;

  LostDetail(Problem problem) {
    super(problem);
  }
}
