package io.windlass.server.nodes;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.server.http.Requires;
import io.windlass.server.http.RunsAgain;
import io.windlass.server.start.Installation;
import io.windlass.transfer.node.Nodes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where other nodes ask for what directories of this one have. No login: only nodes have permits.
 */
@Path(Nodes.PATH)
@RunOnVirtualThread
public class NodeCallsResource {
  private static final byte[] NOTHING = {};

  private final Installation installation;

  NodeCallsResource(Installation installation) {
    this.installation = installation;
  }

  /** Does what the call says, and writes the answer while it is found. */
  @POST
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Requires(open = true)
  @RunsAgain
  public StreamingOutput answer(
      @HeaderParam(Nodes.PERMIT) Optional<String> permit, byte @Nullable [] call) {
    Nodes.Answer answer =
        installation.answerNode(permit.orElse(""), Objects.requireNonNullElse(call, NOTHING));
    return answer::writeTo;
  }
}
