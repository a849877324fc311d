package io.windlass.server.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.ProjectConnections;
import io.windlass.catalog.ProjectConnections.Use;
import io.windlass.connection.Connection;
import io.windlass.connection.policy.PolicyPrinter;
import io.windlass.connection.policy.PolicyRequest;
import io.windlass.connection.policy.PolicyUse;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** Policy documents to paste into an account. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PoliciesResource {
  private final CurrentCaller caller;
  private final ProjectConnections rights;

  PoliciesResource(CurrentCaller caller, ProjectConnections rights) {
    this.caller = caller;
    this.rights = rights;
  }

  /** What the query parameters of both routes say. */
  public static class Query {
    @QueryParam("use")
    Optional<String> use = Optional.empty();

    @QueryParam("bucket")
    List<String> buckets = List.of();

    @QueryParam("prefix")
    Optional<String> prefix = Optional.empty();

    @QueryParam("accountId")
    Optional<String> accountId = Optional.empty();

    @QueryParam("principalArn")
    Optional<String> principalArn = Optional.empty();

    @QueryParam("externalId")
    Optional<String> externalId = Optional.empty();

    @QueryParam("roleArn")
    Optional<String> roleArn = Optional.empty();

    @QueryParam("kmsKeyArn")
    Optional<String> kmsKeyArn = Optional.empty();

    @QueryParam("region")
    Optional<String> region = Optional.empty();

    private PolicyRequest request(
        Optional<String> knownExternalId,
        Optional<String> knownRoleArn,
        Optional<String> knownRegion) {
      return new PolicyRequest(
          PolicyUse.of(use.orElseThrow(Query::useMissing)),
          buckets,
          prefix.orElse(""),
          accountId,
          principalArn,
          externalId.or(() -> knownExternalId),
          roleArn.or(() -> knownRoleArn),
          kmsKeyArn,
          region.or(() -> knownRegion));
    }

    private static RuntimeException useMissing() {
      return Problem.of(Kind.INVALID, "use_missing", "The query parameter use is missing.")
          .toException();
    }
  }

  /** A policy that depends on no connection. */
  @GET
  @Path("policies")
  public String print(@BeanParam Query query) {
    return PolicyPrinter.print(query.request(Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /** A policy for a connection: external id, role and region come from it. */
  @GET
  @Path("connections/{connection}/policy")
  public String print(@PathParam("connection") String id, @BeanParam Query query) {
    Connection connection = rights.get(caller.get(), id, Use.SEE);
    return PolicyPrinter.print(
        query.request(
            connection.externalId(),
            connection.vendingRoleArn().or(connection::roleArn),
            Optional.of(connection.address().region())));
  }
}
