package io.windlass.server.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import io.windlass.server.aws.shape.Input;
import io.windlass.server.aws.signature.SignedRequest;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.ErrorAnswer;
import io.windlass.server.http.RequestIds;
import io.windlass.server.http.Requires;
import io.windlass.server.http.RunsAgain;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one address of all services of AWS that are spoken with JSON bodies. */
@Path("/")
@RunOnVirtualThread
public class AwsJsonResource {
  private static final Logger LOG = Logger.getLogger(AwsJsonResource.class);

  private final List<AwsJsonService> services;
  private final AwsAuthentication authentication;
  private final CurrentCaller current;

  AwsJsonResource(
      @Any Instance<AwsJsonService> services,
      AwsAuthentication authentication,
      CurrentCaller current) {
    this.services = services.stream().toList();
    this.authentication = authentication;
    this.current = current;
  }

  /** Runs the operation that the target names. */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Requires(open = true)
  @RunsAgain
  public Response call(
      @HeaderParam(AwsErrors.TARGET) @Nullable String target,
      byte @Nullable [] sent,
      @Context RoutingContext routing) {
    if (target == null) {
      throw new NotFoundException();
    }
    String requestId = RequestIds.of(routing);
    byte[] body = sent == null ? new byte[0] : sent;
    try {
      AwsJsonService service = service(target, routing.request());
      return ok(run(service, target, signed(routing.request(), body)), requestId);
    } catch (AwsFault fault) {
      LOG.debugf("%s: %s", fault.code(), fault.text());
      return failed(AwsErrors.answer(fault, requestId));
    }
  }

  private AwsJsonService service(String target, HttpServerRequest request) {
    String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
    if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(AwsJson.MEDIA_TYPE)) {
      throw unknownOperation(target);
    }
    return services.stream()
        .filter(service -> target.startsWith(service.targetPrefix() + "."))
        .findFirst()
        .orElseThrow(() -> unknownOperation(target));
  }

  private ObjectNode run(AwsJsonService service, String target, SignedRequest request) {
    AwsOperation operation =
        service
            .operation(target.substring(service.targetPrefix().length() + 1))
            .orElseThrow(() -> unknownOperation(target));
    AwsAuthentication.Known known = authentication.check(request, service.signingName());
    Caller caller = known.caller();
    current.set(caller);
    caller.require(operation.scopes().toArray(Scope[]::new));
    Input input = Input.of(AwsJson.read(request.body()), operation.input(), service::misshapen);
    try {
      return operation.run().apply(new AwsCall(caller, known.region(), input));
    } catch (WindlassException e) {
      throw refused(service, e);
    }
  }

  /** What lies in the request is said in the service's own words, the rest as everywhere. */
  private static RuntimeException refused(AwsJsonService service, WindlassException e) {
    Problem problem = e.problem();
    return switch (problem.kind()) {
      case INVALID, NOT_FOUND, CONFLICT, PRECONDITION_FAILED, STORE_REFUSED -> {
        LOG.debug(problem.message(), e);
        yield service.fault(e);
      }
      case FORBIDDEN, UNAUTHENTICATED, TOO_LARGE, UNAVAILABLE, INTERNAL -> e;
    };
  }

  private static SignedRequest signed(HttpServerRequest request, byte[] body) {
    Map<String, List<String>> headers = new HashMap<>();
    request
        .headers()
        .names()
        .forEach(
            name -> headers.put(name.toLowerCase(Locale.ROOT), request.headers().getAll(name)));
    if (request.authority() != null) {
      headers.putIfAbsent("host", List.of(request.authority().toString()));
    }
    return new SignedRequest(
        request.method().name(),
        Optional.ofNullable(request.path()).orElse("/"),
        Optional.ofNullable(request.query()).orElse(""),
        headers,
        body);
  }

  private static AwsFault unknownOperation(String target) {
    return new AwsFault(
        404,
        "UnknownOperationException",
        "Windlass does not serve " + printable(target) + ".",
        Map.of());
  }

  private static String printable(String target) {
    String shown = target.replaceAll("[^\\x21-\\x7e]", "?");
    return shown.length() > 100 ? shown.substring(0, 100) + "..." : shown;
  }

  private static Response ok(ObjectNode answer, String requestId) {
    return with(Response.ok(AwsJson.write(answer)), AwsErrors.headers(requestId));
  }

  private static Response failed(ErrorAnswer answer) {
    return with(Response.status(answer.status()).entity(answer.body()), answer.headers());
  }

  private static Response with(Response.ResponseBuilder builder, Map<String, String> headers) {
    headers.forEach(builder::header);
    return builder.type(AwsJson.MEDIA_TYPE).build();
  }
}
