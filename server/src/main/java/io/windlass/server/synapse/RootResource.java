package io.windlass.server.synapse;

import io.windlass.server.http.Requires;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The three roots, which clients ask before they log in to see whether they have moved. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public final class RootResource {

  /** Entities, access, locations. */
  @GET
  @Path("repo/v1")
  @Requires(open = true)
  public Service repo() {
    return new Service("repo");
  }

  /** Login. */
  @GET
  @Path("auth/v1")
  @Requires(open = true)
  public Service auth() {
    return new Service("auth");
  }

  /** Files. */
  @GET
  @Path("file/v1")
  @Requires(open = true)
  public Service file() {
    return new Service("file");
  }

  /** Which service this is. */
  record Service(String service) implements Document {}
}
