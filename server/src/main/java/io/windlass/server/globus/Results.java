package io.windlass.server.globus;

import io.vertx.ext.web.RoutingContext;
import io.windlass.server.http.RequestIds;

/** What clients are told of changes. */
public final class Results {
  private Results() {}

  /** A result document. */
  public static Document of(String type, String code, String message, RoutingContext routing) {
    return Document.of(type)
        .with("code", code)
        .with("message", message)
        .with("request_id", RequestIds.of(routing))
        .with("resource", routing.normalizedPath());
  }
}
