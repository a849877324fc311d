package io.windlass.server.operate;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.server.http.Requires;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * Metrics in the text format of Prometheus. They tell counts and times, of nobody in particular.
 */
@Path("/metrics")
@RunOnVirtualThread
public class MetricsResource {
  private final PrometheusMeterRegistry registry;
  private final LinkMeters links;

  MetricsResource(PrometheusMeterRegistry registry, LinkMeters links) {
    this.registry = registry;
    this.links = links;
  }

  /** All meters. */
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  @Requires(open = true)
  public String scrape() {
    links.refresh();
    return registry.scrape();
  }
}
