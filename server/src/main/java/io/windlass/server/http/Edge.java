package io.windlass.server.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.windlass.foundation.Problem;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.MDC;

/**
 * What happens before any resource is looked for, and when none is found: request ids, security
 * headers, refusal of bodies that announce to be too large.
 */
@Singleton
final class Edge {
  private static final int FIRST = 1000;

  private final Problems problems;

  Edge(Problems problems) {
    this.problems = problems;
  }

  void filters(@Observes Filters filters) {
    filters.register(this::enter, FIRST);
  }

  void errors(@Observes Router router) {
    for (int status : new int[] {400, 404, 405, 406, 413, 414, 415, 431, 500}) {
      router.errorHandler(
          status,
          routing ->
              answer(
                  routing, ExceptionMappers.framework(status, routing.normalizedPath()), status));
    }
  }

  private void enter(RoutingContext routing) {
    MDC.put("requestId", RequestIds.of(routing));
    routing
        .response()
        .putHeader(RequestIds.HEADER, RequestIds.of(routing))
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Cache-Control", "no-store");
    if (announcedLength(routing.request()) > Limits.bodyBytes(routing.normalizedPath())) {
      discard(routing.request());
      answer(routing, Limits.bodyTooLarge(routing.normalizedPath()), 413);
      return;
    }
    routing.next();
  }

  private static long announcedLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /** A client that is still sending would not see the answer if the connection were closed. */
  private static void discard(HttpServerRequest request) {
    if (announcedLength(request) > Limits.DISCARDED_BYTES) {
      request.response().putHeader("Connection", "close");
      return;
    }
    request.handler((Buffer ignored) -> {});
    request.resume();
  }

  private void answer(RoutingContext routing, Problem problem, int status) {
    if (routing.response().ended()) {
      return;
    }
    ErrorAnswer answer = problems.answer(problem, routing);
    boolean own = status == 405 || status == 406 || status == 414 || status == 415 || status == 431;
    answer.headers().forEach(routing.response()::putHeader);
    routing
        .response()
        .setStatusCode(own ? status : answer.status())
        .putHeader("Content-Type", answer.contentType())
        .end(answer.body());
  }
}
