package io.windlass.connection;

import io.windlass.connection.OpenStores.Opened;
import io.windlass.foundation.WindlassException;
import java.util.Optional;

/** Who signs requests to the token service, where it tells. */
final class CallerIdentity {
  private CallerIdentity() {}

  static Optional<String> of(Opened opened) {
    try {
      return opened.tokens().map(tokens -> tokens.callerIdentity());
    } catch (WindlassException _) {
      return Optional.empty(); // a placeholder is printed instead
    }
  }
}
