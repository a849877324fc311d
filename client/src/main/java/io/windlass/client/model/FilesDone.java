package io.windlass.client.model;

import java.util.List;

/**
 * How work on files went.
 *
 * @param succeeded files that it was done for
 * @param failed files that it was not done for
 * @param failures which, at most a hundred for each path that was asked for
 */
public record FilesDone(long succeeded, long failed, List<FailedFile> failures) {
  /** Copies the list; none is an empty list. */
  public FilesDone {
    failures = Lists.copy(failures);
  }
}
