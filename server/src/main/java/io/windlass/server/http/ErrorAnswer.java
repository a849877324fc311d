package io.windlass.server.http;

import java.util.Map;

/**
 * An error as it goes over the wire.
 *
 * @param status the HTTP status
 * @param contentType the media type of the body
 * @param body the document
 * @param headers what goes beside it
 */
public record ErrorAnswer(
    int status, String contentType, String body, Map<String, String> headers) {
  /** Copies the map. */
  public ErrorAnswer {
    headers = Map.copyOf(headers);
  }

  /** An answer that needs no headers of its own. */
  public ErrorAnswer(int status, String contentType, String body) {
    this(status, contentType, body, Map.of());
  }
}
