package io.windlass.server.globus.tasks;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import io.windlass.server.globus.Document;
import io.windlass.server.globus.Received;
import io.windlass.server.globus.Results;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.transfers.TransferAccess;
import io.windlass.transfer.NewDeletion;
import io.windlass.transfer.NewTransfer;
import io.windlass.transfer.Submitted;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;

/** New transfers and deletions. The same submission id never makes a second task. */
@Path("/v0.10")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class SubmissionResource {
  private final CurrentCaller caller;
  private final Submissions submissions;
  private final TransferAccess transfers;

  SubmissionResource(CurrentCaller caller, Submissions submissions, TransferAccess transfers) {
    this.caller = caller;
    this.submissions = submissions;
    this.transfers = transfers;
  }

  /** An id for a submission; clients may make their own. */
  @GET
  @Path("submission_id")
  public Document submissionId() {
    return Document.of("submission_id").with("value", UUID.randomUUID().toString());
  }

  /** Submits a transfer. */
  @POST
  @Path("transfer")
  public Response transfer(Received body, @Context RoutingContext routing) {
    NewTransfer wanted = submissions.transfer(body);
    return answer(
        "transfer", wanted.submissionId(), transfers.submit(caller.get(), wanted), routing);
  }

  /** Submits a deletion. */
  @POST
  @Path("delete")
  public Response delete(Received body, @Context RoutingContext routing) {
    NewDeletion wanted = submissions.deletion(body);
    return answer("delete", wanted.submissionId(), transfers.submit(caller.get(), wanted), routing);
  }

  private static Response answer(
      String what, UUID submissionId, Submitted submitted, RoutingContext routing) {
    String task = submitted.transfer().id().toString();
    Document document =
        submitted.again()
            ? Results.of(
                what + "_result",
                "Duplicate",
                "The " + what + " was accepted before; this is its task.",
                routing)
            : Results.of(
                what + "_result",
                "Accepted",
                "The "
                    + what
                    + " has been accepted and a task has been created and queued for execution",
                routing);
    return Response.status(submitted.again() ? 200 : 202)
        .entity(
            document
                .with("submission_id", submissionId.toString())
                .with("task_id", task)
                .with(
                    "task_link",
                    Document.of("link")
                        .with("href", "/v0.10/task/" + task + "?format=json")
                        .with("rel", "related")
                        .with("resource", "task")
                        .with("title", "related task")))
        .build();
  }
}
