package io.windlass.server.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.vertx.ext.web.RoutingContext;
import io.windlass.foundation.PartialProblem;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** The one place where exceptions of resources become answers. */
public final class ExceptionMappers {
  private static final Logger LOG = Logger.getLogger(ExceptionMappers.class);

  private final Problems problems;

  ExceptionMappers(Problems problems) {
    this.problems = problems;
  }

  /** A failure that carries its own words. */
  @ServerExceptionMapper
  public Response windlass(WindlassException exception, RoutingContext routing) {
    Problem problem = exception.problem();
    switch (problem.kind()) {
      case INTERNAL -> LOG.error(problem.code(), exception);
      case STORE_REFUSED, UNAVAILABLE -> LOG.info(exception.getMessage());
      default -> LOG.debug(exception.getMessage());
    }
    return answer(problem, exception.parts(), routing);
  }

  /** A body that is no JSON, or JSON of another shape. */
  @ServerExceptionMapper
  public Response json(JacksonException exception, RoutingContext routing) {
    return answer(malformed(exception), routing);
  }

  /** The same; said again because the framework brings a mapper of its own for it. */
  @ServerExceptionMapper
  public Response mismatch(MismatchedInputException exception, RoutingContext routing) {
    return json(exception, routing);
  }

  /** The framework's own refusals: no such route, method or media type, a parameter out of form. */
  @ServerExceptionMapper
  public Response web(WebApplicationException exception, RoutingContext routing) {
    for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof WindlassException ours) {
        return windlass(ours, routing);
      }
      if (cause instanceof JacksonException json) {
        return json(json, routing);
      }
    }
    Response response = exception.getResponse();
    if (response.getStatus() < 400) {
      return response;
    }
    if (response.getStatus() >= 500) {
      LOG.error("A request failed", exception);
    }
    ErrorAnswer answer =
        answerOf(framework(response.getStatus(), routing.normalizedPath()), routing);
    Response.ResponseBuilder builder =
        Response.status(statusOf(response.getStatus(), answer.status()))
            .type(answer.contentType())
            .entity(answer.body());
    answer.headers().forEach(builder::header);
    @Nullable Object allow = response.getHeaders().getFirst(HttpHeaders.ALLOW);
    return allow == null ? builder.build() : builder.header(HttpHeaders.ALLOW, allow).build();
  }

  /** Anything else is a fault of ours: the cause goes to the log and not to the caller. */
  @ServerExceptionMapper
  public Response unexpected(Throwable exception, RoutingContext routing) {
    for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof WindlassException ours) {
        return windlass(ours, routing);
      }
    }
    LOG.errorf(exception, "%s %s failed", routing.request().method(), routing.normalizedPath());
    return answer(internal(), routing);
  }

  /** What a caller is told of a fault of ours. */
  static Problem internal() {
    return new Problem(
        Kind.INTERNAL,
        "internal_error",
        "Windlass failed to serve this request.",
        java.util.Optional.of(
            "Try again; if it stays, give the request id to whoever runs this server: the log"
                + " tells more."));
  }

  /** The framework's statuses in our words. */
  static Problem framework(int status, String path) {
    return switch (status) {
      case 401 -> Problem.of(Kind.UNAUTHENTICATED, "not_signed_in", "This request needs a token.");
      case 403 -> Problem.of(Kind.FORBIDDEN, "forbidden", "This request is not allowed.");
      case 404 ->
          Problem.of(Kind.NOT_FOUND, "route_not_found", "There is nothing at this address.")
              .withRemedy("/openapi lists every route.");
      case 405 ->
          Problem.of(
              Kind.INVALID, "method_not_allowed", "This address does not know the HTTP method.");
      case 406 ->
          Problem.of(
              Kind.INVALID, "not_acceptable", "None of the media types in Accept can be served.");
      case 413 -> Limits.bodyTooLarge(path);
      case 415 ->
          Problem.of(
                  Kind.INVALID,
                  "unsupported_media_type",
                  "This address does not take a body of this Content-Type.")
              .withRemedy("Send application/json.");
      default ->
          status >= 500
              ? internal()
              : Problem.of(Kind.INVALID, "bad_request", "The request is not well formed.");
    };
  }

  private static int statusOf(int framework, int mapped) {
    return framework == 405 || framework == 406 || framework == 415 ? framework : mapped;
  }

  private static Problem malformed(JacksonException exception) {
    if (exception instanceof StreamReadException || exception instanceof JsonMappingException) {
      for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof WindlassException ours) {
          return ours.problem();
        }
      }
    }
    if (exception instanceof MismatchedInputException mismatch && !mismatch.getPath().isEmpty()) {
      String what =
          mismatch instanceof UnrecognizedPropertyException
              ? "The body has a field that is not known here: "
              : "The body has a field of the wrong type: ";
      return Problem.of(Kind.INVALID, "malformed_json", what + path(mismatch.getPath()) + ".");
    }
    String where =
        exception.getLocation() == null
            ? ""
            : " (line "
                + exception.getLocation().getLineNr()
                + ", column "
                + exception.getLocation().getColumnNr()
                + ")";
    return Problem.of(
        Kind.INVALID, "malformed_json", "The body is not the JSON document expected" + where + ".");
  }

  private static String path(List<JsonMappingException.Reference> path) {
    return path.stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  private Response answer(Problem problem, RoutingContext routing) {
    return answer(problem, List.of(), routing);
  }

  private Response answer(Problem problem, List<PartialProblem> parts, RoutingContext routing) {
    ErrorAnswer answer = problems.answer(problem, parts, routing);
    Response.ResponseBuilder builder =
        Response.status(answer.status()).type(answer.contentType()).entity(answer.body());
    answer.headers().forEach(builder::header);
    switch (problem.kind()) {
      case UNAUTHENTICATED -> builder.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      case UNAVAILABLE -> builder.header(HttpHeaders.RETRY_AFTER, "1");
      default -> {}
    }
    return builder.build();
  }

  private ErrorAnswer answerOf(Problem problem, RoutingContext routing) {
    return problems.answer(problem, routing);
  }
}
