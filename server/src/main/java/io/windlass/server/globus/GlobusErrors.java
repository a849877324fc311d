package io.windlass.server.globus;

import io.vertx.core.http.HttpServerRequest;
import io.windlass.foundation.Problem;
import io.windlass.server.http.ErrorAnswer;
import io.windlass.server.http.ErrorDialect;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * Errors as Globus clients expect them: those of Globus Auth, of the GCS Manager and of Globus
 * Transfer differ in shape.
 *
 * <p>Clients send a request again, up to five times, for 429, 500, 502, 503 and 504, unless the
 * code of a 502 names the endpoint; {@link TransferCode} sees to it.
 */
@Singleton
final class GlobusErrors implements ErrorDialect {
  static final String TRANSFER = "/v0.10";
  static final String AUTH = "/v2/";
  static final String MANAGER = "/globus/api";

  private static final String MEDIA_TYPE = "application/json";

  @Override
  public boolean speaksFor(HttpServerRequest request, String path) {
    return isBelow(TRANSFER, path) || path.startsWith(AUTH) || isBelow(MANAGER, path);
  }

  private static boolean isBelow(String root, String path) {
    return path.equals(root) || path.startsWith(root + "/");
  }

  @Override
  public ErrorAnswer answer(Problem problem, int status, String path, String requestId) {
    if (path.startsWith(AUTH)) {
      return ofAuth(problem, status, requestId);
    }
    return isBelow(MANAGER, path)
        ? ofManager(problem, status)
        : ofTransfer(problem, status, path, requestId);
  }

  private static ErrorAnswer ofTransfer(
      Problem problem, int status, String path, String requestId) {
    TransferCode code = TransferCode.of(problem, status, path);
    Document document =
        Document.untyped()
            .with("code", code.code())
            .with("message", text(problem))
            .with("request_id", requestId)
            .with("resource", path);
    TransferCode.blockingTask(problem).ifPresent(task -> document.with("task_id", task));
    return answer(code.status(), document);
  }

  /** RFC 6749, and beside it what the SDK looks at. */
  private static ErrorAnswer ofAuth(Problem problem, int status, String requestId) {
    return answer(
        status,
        Document.untyped()
            .with("error", status == 401 ? "invalid_client" : problem.code())
            .with("error_description", text(problem))
            .with("code", problem.code())
            .with("message", text(problem))
            .with("request_id", requestId));
  }

  private static ErrorAnswer ofManager(Problem problem, int status) {
    int known = problem.kind() == Problem.Kind.STORE_REFUSED ? 422 : status;
    String code =
        switch (known) {
          case 400 -> "bad_request";
          case 401 -> "not_authenticated";
          case 403 -> "permission_denied";
          case 404 -> "not_found";
          case 409 -> "conflict";
          case 415 -> "unsupported_media_type";
          case 422 -> "unprocessable_entity";
          default -> "error";
        };
    return answer(
        known,
        Document.of("result#1.0.0")
            .with("code", code)
            .with("detail", problem.code())
            .with("message", text(problem))
            .with("http_response_code", known)
            .with("has_next_page", false)
            .with("data", List.of()));
  }

  private static String text(Problem problem) {
    return problem
        .remedy()
        .map(remedy -> problem.message() + " " + remedy)
        .orElse(problem.message());
  }

  private static ErrorAnswer answer(int status, Document document) {
    return new ErrorAnswer(
        status,
        MEDIA_TYPE,
        GlobusJson.write(document),
        status == 503 ? Map.of("Retry-After", "2") : Map.of());
  }
}
