package io.windlass.server.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.ProjectConnections;
import io.windlass.catalog.ProjectConnections.Use;
import io.windlass.connection.Connection;
import io.windlass.connection.policy.PolicyPrinter;
import io.windlass.server.http.CurrentCaller;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** Policy documents for what a connection is used for. */
@Path("/api/v1/connections/{connection}/policy")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ConnectionPolicyResource {
  private final CurrentCaller caller;
  private final ProjectConnections rights;

  ConnectionPolicyResource(CurrentCaller caller, ProjectConnections rights) {
    this.caller = caller;
    this.rights = rights;
  }

  /** A policy for a connection: external id, role and region come from it. */
  @GET
  public String print(@PathParam("connection") String id, @BeanParam PolicyParameters query) {
    Connection connection = rights.get(caller.get(), id, Use.SEE);
    return PolicyPrinter.print(
        query.request(
            connection.externalId(),
            connection.vendingRoleArn().or(connection::roleArn),
            Optional.of(connection.address().region())));
  }
}
