package io.windlass.server.globus.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Secret;
import java.util.Base64;
import java.util.Optional;

/**
 * A client's id and secret.
 *
 * @param clientId any name
 * @param secret the text of an API token
 */
record BasicCredentials(String clientId, Secret secret) {
  private static final String SCHEME = "Basic ";

  /** What an Authorization header holds; absent when it is no well-formed one of this scheme. */
  static Optional<BasicCredentials> parse(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      String decoded =
          new String(Base64.getDecoder().decode(header.substring(SCHEME.length()).strip()), UTF_8);
      int colon = decoded.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(
              new BasicCredentials(
                  decoded.substring(0, colon), Secret.of(decoded.substring(colon + 1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
