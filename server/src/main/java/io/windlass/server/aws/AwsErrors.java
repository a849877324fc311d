package io.windlass.server.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.windlass.foundation.Problem;
import io.windlass.server.http.ErrorAnswer;
import io.windlass.server.http.ErrorDialect;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Errors as clients of AWS read them, for whatever says by its headers that it is such a client.
 * Also those that are met before or outside of an operation.
 */
@Singleton
final class AwsErrors implements ErrorDialect {
  static final String TARGET = "X-Amz-Target";

  @Override
  public boolean speaksFor(HttpServerRequest request, String path) {
    return path.equals("/") && request.getHeader(TARGET) != null;
  }

  @Override
  public ErrorAnswer answer(Problem problem, int status, String path, String requestId) {
    return answer(fault(problem, status), requestId);
  }

  /** The answer that says what failed: in the body, and in a header for clients that look there. */
  static ErrorAnswer answer(AwsFault fault, String requestId) {
    ObjectNode body = AwsJson.object();
    body.put("__type", fault.code());
    body.put("Message", fault.text());
    fault.members().forEach(body::put);
    Map<String, String> headers = new LinkedHashMap<>(headers(requestId));
    headers.put("x-amzn-ErrorType", fault.code());
    return new ErrorAnswer(fault.status(), AwsJson.MEDIA_TYPE, AwsJson.write(body), headers);
  }

  /** What every answer carries. Clients set their clocks right by the date. */
  static Map<String, String> headers(String requestId) {
    return Map.of("x-amzn-RequestId", requestId, "Date", HttpDates.now());
  }

  private static AwsFault fault(Problem problem, int status) {
    String text =
        problem.remedy().map(remedy -> problem.message() + " " + remedy).orElse(problem.message());
    return switch (problem.kind()) {
      case UNAUTHENTICATED -> new AwsFault(403, "UnrecognizedClientException", text, Map.of());
      case FORBIDDEN -> new AwsFault(403, "AccessDeniedException", text, Map.of());
      case UNAVAILABLE -> new AwsFault(503, "ServiceUnavailable", text, Map.of());
      case INTERNAL -> new AwsFault(500, "InternalServerError", text, Map.of());
      case NOT_FOUND -> new AwsFault(404, "UnknownOperationException", text, Map.of());
      case TOO_LARGE -> new AwsFault(413, "RequestEntityTooLargeException", text, Map.of());
      case INVALID, CONFLICT, PRECONDITION_FAILED, STORE_REFUSED ->
          new AwsFault(status < 500 ? 400 : status, "BadRequest", text, Map.of());
    };
  }
}
