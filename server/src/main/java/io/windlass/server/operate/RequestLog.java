package io.windlass.server.operate;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.windlass.server.http.CurrentCaller;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** One log line and one measurement for each request that reached a resource. */
@Provider
@Priority(0)
final class RequestLog implements ContainerRequestFilter, ContainerResponseFilter {
  private static final Logger LOG = Logger.getLogger("io.windlass.requests");
  private static final String BEGAN = "windlass.began";
  private static final String REQUEST_ID = "requestId";

  private final PrometheusMeterRegistry registry;
  private final CurrentCaller caller;
  private final ResourceInfo resource;

  RequestLog(
      PrometheusMeterRegistry registry, CurrentCaller caller, @Context ResourceInfo resource) {
    this.registry = registry;
    this.caller = caller;
    this.resource = resource;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    request.setProperty(BEGAN, System.nanoTime());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!(request.getProperty(BEGAN) instanceof Long began)) {
      return;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    Timer.builder("http.server.requests")
        .description("Requests by route and status")
        .tag("method", request.getMethod())
        .tag("route", route())
        .tag("status", String.valueOf(response.getStatus()))
        .register(registry)
        .record(took);
    // never the query: it may name what people keep to themselves
    LOG.infof(
        "%s %s %d %d ms user %d",
        request.getMethod(),
        request.getUriInfo().getRequestUri().getRawPath(),
        response.getStatus(),
        took.toMillis(),
        caller.get().user().id());
    MDC.remove(REQUEST_ID);
  }

  /** The route as it is written, so that ids do not multiply the meters. */
  private String route() {
    if (resource.getResourceClass() == null) {
      return "none";
    }
    return path(resource.getResourceClass().getAnnotation(Path.class))
        + path(
            resource.getResourceMethod() == null
                ? null
                : resource.getResourceMethod().getAnnotation(Path.class));
  }

  private static String path(@Nullable Path path) {
    return path == null || path.value().isEmpty()
        ? ""
        : path.value().startsWith("/") ? path.value() : "/" + path.value();
  }
}
