package io.windlass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.IdempotentRequests.Answer;
import io.windlass.server.http.IdempotentRequests.Beginning;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs a POST with an {@code Idempotency-Key} once and answers its repetitions with the first
 * answer.
 */
@jakarta.ws.rs.ext.Provider
@Priority(Priorities.USER)
final class Idempotency implements ContainerRequestFilter, ContainerResponseFilter {
  static final String HEADER = "Idempotency-Key";
  static final String REPLAYED = "Idempotency-Replayed";
  private static final String RUN = "windlass.idempotent-run";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final Provider<IdempotentRequests> requests;
  private final CurrentCaller caller;
  private final ObjectMapper json;
  private final ResourceInfo resource;

  Idempotency(
      Provider<IdempotentRequests> requests,
      CurrentCaller caller,
      ObjectMapper json,
      @Context ResourceInfo resource) {
    this.requests = requests;
    this.caller = caller;
    this.json = json;
    this.resource = resource;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    @Nullable String key = request.getHeaderString(HEADER);
    if (key == null || !request.getMethod().equals("POST") || runsAgain()) {
      return;
    }
    if (!KEY.matcher(key).matches()) {
      throw Problem.of(
              Kind.INVALID,
              "idempotency_key_malformed",
              "An Idempotency-Key is 1 to 255 visible ASCII characters.")
          .toException();
    }
    byte[] body = request.getEntityStream().readAllBytes();
    request.setEntityStream(new ByteArrayInputStream(body));
    String digest =
        IdempotentRequests.sha256(
            request.getUriInfo().getRequestUri().getRawPath(),
            String.valueOf(request.getUriInfo().getRequestUri().getRawQuery()),
            new String(body, UTF_8));
    switch (requests.get().begin(caller.get().user().id(), key, digest)) {
      case Beginning.Run run -> request.setProperty(RUN, run);
      case Beginning.Replay(Answer answer) ->
          request.abortWith(
              Response.status(answer.status())
                  .type(answer.contentType())
                  .header(REPLAYED, "true")
                  .entity(answer.body())
                  .build());
      case Beginning.Running() ->
          throw Problem.of(
                  Kind.CONFLICT,
                  "request_running",
                  "The request with this Idempotency-Key is still running.")
              .withRemedy("Try again in a moment.")
              .toException();
      case Beginning.Reused() ->
          throw Problem.of(
                  Kind.CONFLICT,
                  "idempotency_key_reused",
                  "This Idempotency-Key came with another request before.")
              .withRemedy("Use a new key for each new request.")
              .toException();
    }
  }

  private boolean runsAgain() {
    return resource.getResourceMethod() != null
        && resource.getResourceMethod().isAnnotationPresent(RunsAgain.class);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response)
      throws IOException {
    if (!(request.getProperty(RUN) instanceof Beginning.Run run)) {
      return;
    }
    if (response.getStatus() < 200 || response.getStatus() > 299) {
      requests.get().forget(run);
      return;
    }
    String body =
        switch (response.getEntity()) {
          case null -> "";
          case String text -> text;
          case Object other -> json.writeValueAsString(other);
        };
    MediaType type =
        response.getMediaType() == null ? MediaType.APPLICATION_JSON_TYPE : response.getMediaType();
    requests.get().finish(run, new Answer(response.getStatus(), type.toString(), body));
  }
}
