package io.windlass.server.http;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Set;

/** How large a request may be. */
final class Limits {
  /** The most that a body may have: 1 MiB. Content of files never passes through the server. */
  private static final long BODY_BYTES = 1 << 20;

  /** The most that a list of what is to be transferred or deleted may have: 16 MiB. */
  private static final long SUBMISSION_BYTES = 16 << 20;

  private static final Set<String> SUBMISSIONS =
      Set.of("/api/v1/transfers", "/api/v1/deletions", "/v0.10/transfer", "/v0.10/delete");

  /** How much of a refused body is read and thrown away so that the client gets to the answer. */
  static final long DISCARDED_BYTES = 64 << 20;

  private Limits() {}

  /**
   * The most bytes that the body of a request may have.
   *
   * @param path begins with a slash
   */
  static long bodyBytes(String path) {
    return SUBMISSIONS.contains(path) ? SUBMISSION_BYTES : BODY_BYTES;
  }

  static Problem bodyTooLarge(String path) {
    if (SUBMISSIONS.contains(path)) {
      return Problem.of(
              Kind.TOO_LARGE, "body_too_large", "The body of the request is larger than 16 MiB.")
          .withRemedy("Submit directories instead of files, or several transfers.");
    }
    return Problem.of(
            Kind.TOO_LARGE, "body_too_large", "The body of the request is larger than 1 MiB.")
        .withRemedy(
            "Files go to their store directly: start an upload and send the parts to the addresses"
                + " it answers.");
  }
}
