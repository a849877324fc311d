package io.windlass.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import io.windlass.foundation.PartialProblem;
import io.windlass.foundation.Problem;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;

/** Turns problems into answers: RFC 9457, or the dialect of the surface. Thread-safe. */
@Singleton
public final class Problems {
  /** The media type of problem documents. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private final ObjectMapper json;
  private final List<ErrorDialect> dialects;

  Problems(ObjectMapper json, @Any Instance<ErrorDialect> dialects) {
    this.json = json;
    this.dialects = dialects.stream().toList();
  }

  /** The answer to a request that ended in the problem. */
  public ErrorAnswer answer(Problem problem, RoutingContext routing) {
    return answer(problem, List.of(), routing);
  }

  /**
   * As {@link #answer(Problem, RoutingContext)}, with what is wrong with each of several things.
   */
  public ErrorAnswer answer(Problem problem, List<PartialProblem> parts, RoutingContext routing) {
    String requestId = RequestIds.of(routing);
    int status = status(problem.kind());
    return dialects.stream()
        .filter(dialect -> dialect.speaksFor(routing.request(), routing.normalizedPath()))
        .findFirst()
        .map(dialect -> dialect.answer(problem, status, routing.normalizedPath(), requestId))
        .orElseGet(() -> document(problem, parts, status, requestId));
  }

  /** The HTTP status of a kind of problem. */
  public static int status(Problem.Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case PRECONDITION_FAILED -> 412;
      case TOO_LARGE -> 413;
      case STORE_REFUSED -> 422;
      case INTERNAL -> 500;
      case UNAVAILABLE -> 503;
    };
  }

  private ErrorAnswer document(
      Problem problem, List<PartialProblem> parts, int status, String requestId) {
    ObjectNode document = json.createObjectNode();
    document.put("type", "urn:windlass:problem:" + problem.code());
    document.put("title", title(problem.kind()));
    document.put("status", status);
    document.put("detail", problem.message());
    document.put("code", problem.code());
    problem.remedy().ifPresent(remedy -> document.put("remedy", remedy));
    document.put("requestId", requestId);
    if (!parts.isEmpty()) {
      ArrayNode errors = document.putArray("errors");
      parts.forEach(part -> {
        ObjectNode error = errors.addObject();
        error.put("subject", part.subject());
        error.put("detail", part.problem().message());
        error.put("code", part.problem().code());
        part.problem().remedy().ifPresent(remedy -> error.put("remedy", remedy));
      });
    }
    try {
      return new ErrorAnswer(status, MEDIA_TYPE, json.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String title(Problem.Kind kind) {
    return switch (kind) {
      case INVALID -> "Invalid request";
      case UNAUTHENTICATED -> "Not signed in";
      case FORBIDDEN -> "Not allowed";
      case NOT_FOUND -> "Not found";
      case CONFLICT -> "Conflict";
      case PRECONDITION_FAILED -> "Precondition failed";
      case TOO_LARGE -> "Too large";
      case STORE_REFUSED -> "Refused by the store";
      case INTERNAL -> "Internal error";
      case UNAVAILABLE -> "Unavailable for now";
    };
  }
}
