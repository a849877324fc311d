package io.windlass.server.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.connection.policy.PolicyPrinter;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** Policy documents to paste into an account. */
@Path("/api/v1/policies")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class PoliciesResource {

  /** A policy that depends on no connection. */
  @GET
  public String print(@BeanParam PolicyParameters query) {
    return PolicyPrinter.print(query.request(Optional.empty(), Optional.empty(), Optional.empty()));
  }
}
