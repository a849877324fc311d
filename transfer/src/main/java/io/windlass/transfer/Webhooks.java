package io.windlass.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.windlass.database.task.NewTask;
import io.windlass.database.task.Outcome;
import io.windlass.database.task.TaskHandler;
import io.windlass.database.task.TaskRun;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.web.AddressDenied;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells somebody's address of the end of a transfer, until it answers with success or a day is
 * over. What is told holds no paths and no secrets.
 */
final class Webhooks implements TaskHandler {
  static final String KIND = "transfer_webhook";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Engine engine;

  Webhooks(Engine engine) {
    this.engine = engine;
  }

  static NewTask task(UUID transfer, long requester) {
    return new NewTask(KIND, Optional.of(transfer.toString()), "{}", requester);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome run(TaskRun run) {
    UUID id = UUID.fromString(run.task().subject().orElseThrow());
    Optional<Transfer> transfer = engine.rows().find(id);
    Optional<String> address = engine.rows().whole(id).flatMap(Webhooks::address);
    if (address.isPresent()) {
      send(URI.create(address.get()), document(transfer.orElseThrow()));
    }
    return Outcome.succeeded();
  }

  private static Optional<String> address(Transfer.Request request) {
    return request instanceof Transfer.Request.Copying(NewTransfer copying)
        ? copying.webhook()
        : Optional.empty();
  }

  private void send(URI address, String document) {
    try {
      int status = engine.machinery().web().post(address, document);
      if (status / 100 != 2) {
        throw unreached("It answered " + status + ".").toException();
      }
    } catch (AddressDenied e) {
      throw AddressDenied.problem().toException(e);
    } catch (IOException e) {
      throw unreached("It did not answer.").toException(e);
    }
  }

  private static Problem unreached(String why) {
    return Problem.of(
        Kind.UNAVAILABLE, "webhook_failed", "The webhook could not be told of the end. " + why);
  }

  private static String document(Transfer transfer) {
    ObjectNode document = JSON.createObjectNode();
    document.put("id", transfer.id().toString());
    document.put("state", transfer.state().name());
    document.put(
        "label",
        switch (transfer.request()) {
          case Transfer.Request.Copying(NewTransfer copying) -> copying.label().orElse(null);
          case Transfer.Request.Deleting(NewDeletion deleting) -> deleting.label().orElse(null);
        });
    document.put("created_at", transfer.createdAt().toString());
    transfer.endedAt().ifPresent(at -> document.put("ended_at", at.toString()));
    document.put("files", transfer.counts().files());
    document.put("files_transferred", transfer.counts().filesTransferred());
    document.put("files_skipped", transfer.counts().filesSkipped());
    document.put("files_deleted", transfer.counts().filesDeleted());
    document.put("bytes_transferred", transfer.counts().bytesTransferred());
    document.put("failed", transfer.counts().failed());
    document.put("skipped_errors", transfer.counts().skippedErrors());
    transfer
        .problem()
        .ifPresent(problem ->
            document
                .putObject("problem")
                .put("code", problem.code())
                .put("message", problem.message()));
    try {
      return JSON.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }
}
