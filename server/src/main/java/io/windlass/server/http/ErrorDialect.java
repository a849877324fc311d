package io.windlass.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.windlass.foundation.Problem;

/**
 * How one surface words its errors. A bean of this type replaces the problem document for the
 * requests it speaks for, also where no resource matched or the request never reached one.
 */
public interface ErrorDialect {

  /**
   * Whether this dialect answers the request.
   *
   * @param path of the request, normalised; begins with a slash
   */
  boolean speaksFor(HttpServerRequest request, String path);

  /**
   * The answer for a problem.
   *
   * @param status what the native API would answer; most dialects keep it
   * @param path as in {@link #speaksFor}
   */
  ErrorAnswer answer(Problem problem, int status, String path, String requestId);
}
