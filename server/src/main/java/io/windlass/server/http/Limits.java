package io.windlass.server.http;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;

/** How large a request may be. */
final class Limits {
  /** The most that any body may have: 1 MiB. Content of files never passes through the server. */
  static final long BODY_BYTES = 1 << 20;

  /** How much of a refused body is read and thrown away so that the client gets to the answer. */
  static final long DISCARDED_BYTES = 64 << 20;

  private Limits() {}

  static Problem bodyTooLarge() {
    return Problem.of(
            Kind.TOO_LARGE, "body_too_large", "The body of the request is larger than 1 MiB.")
        .withRemedy(
            "Files go to their store directly: start an upload and send the parts to the addresses"
                + " it answers.");
  }
}
