package io.windlass.server.globus.tasks;

import io.windlass.catalog.identity.User;
import io.windlass.catalog.identity.Users;
import io.windlass.foundation.Problem;
import io.windlass.server.globus.Document;
import io.windlass.server.globus.Identities;
import io.windlass.server.globus.Times;
import io.windlass.transfer.NameFilter;
import io.windlass.transfer.NewDeletion;
import io.windlass.transfer.NewTransfer;
import io.windlass.transfer.Transfer;
import io.windlass.transfer.Transfer.Request.Copying;
import io.windlass.transfer.Transfer.Request.Deleting;
import io.windlass.transfer.TransferCounts;
import io.windlass.transfer.TransferEvent;
import io.windlass.transfer.TransferItem;
import io.windlass.transfer.TransferOptions;
import io.windlass.transfer.TransferOptions.Preserve;
import io.windlass.transfer.TransferState;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Collections;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** Transfers and deletions as task documents, for one request. Not thread-safe. */
final class TaskDocuments {
  private final Collections collections;
  private final Users users;
  private final Predicate<Collection> encrypted;
  private final Function<Transfer, Optional<TransferEvent>> lastError;
  private final Instant now;
  private final Map<UUID, Optional<Collection>> known = new HashMap<>();
  private final Map<Long, Optional<String>> names = new HashMap<>();

  /**
   * The documents of a request.
   *
   * @param encrypted whether a collection is reached with TLS
   * @param lastError the newest error among the events of a task
   */
  TaskDocuments(
      Collections collections,
      Users users,
      Predicate<Collection> encrypted,
      Function<Transfer, Optional<TransferEvent>> lastError,
      Instant now) {
    this.collections = collections;
    this.users = users;
    this.encrypted = encrypted;
    this.lastError = lastError;
    this.now = now;
  }

  /** A task of a list, where its items are not read. */
  Document of(Transfer task) {
    return of(task, false);
  }

  /** One task with all that is known. */
  Document whole(Transfer task) {
    return of(task, true);
  }

  private Document of(Transfer task, boolean whole) {
    Document document =
        Document.of("task")
            .with("task_id", task.id().toString())
            .with("type", type(task))
            .with("command", "API 0.10")
            .with("status", status(task))
            .with("fatal_error", fatalError(task))
            .with("label", label(task))
            .with("owner_id", Identities.of(task.request().requester()).toString())
            .with("username", name(task.request().requester()))
            .with("request_time", Times.ofTask(task.createdAt()))
            .with("completion_time", task.endedAt().map(Times::ofTask))
            .with("deadline", Times.ofTask(task.deadline()));
    request(document, task.request());
    document
        .with("source_base_path", whole ? sourceBase(task.request()) : null)
        .with("destination_base_path", whole ? destinationBase(task.request()) : null);
    counts(document, task);
    health(document, task);
    return document
        .with("is_paused", false)
        .with("history_deleted", false)
        .with("canceled_by_admin", null)
        .with("canceled_by_admin_message", null);
  }

  static String type(Transfer task) {
    return switch (task.request()) {
      case Copying copying -> "TRANSFER";
      case Deleting deleting -> "DELETE";
    };
  }

  static String status(Transfer task) {
    return switch (task.state()) {
      case QUEUED, ACTIVE -> "ACTIVE";
      case INACTIVE -> "INACTIVE";
      case SUCCEEDED -> "SUCCEEDED";
      case FAILED, CANCELLED, EXPIRED -> "FAILED";
    };
  }

  static Optional<String> label(Transfer task) {
    return switch (task.request()) {
      case Copying(NewTransfer transfer) -> transfer.label();
      case Deleting(NewDeletion deletion) -> deletion.label();
    };
  }

  private void request(Document document, Transfer.Request request) {
    switch (request) {
      case Copying(NewTransfer transfer) -> copying(document, transfer);
      case Deleting(NewDeletion deletion) -> deleting(document, deletion);
    }
  }

  private void copying(Document document, NewTransfer transfer) {
    Optional<Collection> source = transfer.source().flatMap(this::collection);
    Optional<Collection> destination = collection(transfer.destination());
    endpoints(
        document, transfer.source(), source, Optional.of(transfer.destination()), destination);
    TransferOptions options = transfer.options();
    document
        .with("sync_level", options.sync().map(SyncLevels::number))
        .with(
            "encrypt_data",
            source.filter(encrypted).isPresent() && destination.filter(encrypted).isPresent())
        .with("verify_checksum", options.verify())
        .with("delete_destination_extra", options.deleteExtra())
        .with("recursive_symlinks", options.symlinks().name().toLowerCase(Locale.ROOT))
        .with("preserve_timestamp", options.preserve().contains(Preserve.MTIME))
        .with("skip_source_errors", options.skipSourceErrors())
        .with("fail_on_quota_errors", options.failOnQuota())
        .with(
            "filter_rules",
            options.filters().isEmpty()
                ? null
                : options.filters().stream().map(TaskDocuments::filterRule).toList());
  }

  private void deleting(Document document, NewDeletion deletion) {
    UUID id = deletion.collection();
    endpoints(document, Optional.of(id), collection(id), Optional.empty(), Optional.empty());
    document.with("sync_level", null);
    for (String flag :
        List.of(
            "encrypt_data",
            "verify_checksum",
            "delete_destination_extra",
            "preserve_timestamp",
            "skip_source_errors",
            "fail_on_quota_errors")) {
      document.with(flag, false);
    }
    document.with("recursive_symlinks", null).with("filter_rules", null);
  }

  private static Optional<String> sourceBase(Transfer.Request request) {
    return BasePath.of(
        switch (request) {
          case Copying(NewTransfer transfer) -> transfer.items().stream().map(TransferItem::source);
          case Deleting(NewDeletion deletion) -> deletion.paths().stream();
        });
  }

  private static Optional<String> destinationBase(Transfer.Request request) {
    return switch (request) {
      case Copying(NewTransfer transfer) ->
          BasePath.of(transfer.items().stream().map(TransferItem::destination));
      case Deleting deleting -> Optional.empty();
    };
  }

  private static void endpoints(
      Document document,
      Optional<UUID> source,
      Optional<Collection> sourceCollection,
      Optional<UUID> destination,
      Optional<Collection> destinationCollection) {
    document
        .with("source_endpoint_id", source.map(UUID::toString))
        .with("source_endpoint", source.map(UUID::toString))
        .with("source_endpoint_display_name", sourceCollection.map(Collection::name))
        .with("destination_endpoint_id", destination.map(UUID::toString))
        .with("destination_endpoint", destination.map(UUID::toString))
        .with("destination_endpoint_display_name", destinationCollection.map(Collection::name));
  }

  private static Document filterRule(NameFilter filter) {
    Document rule =
        Document.of("filter_rule")
            .with("method", filter.include() ? "include" : "exclude")
            .with("name", filter.glob());
    return rule.with("type", filter.directories().map(only -> only ? "dir" : "file"));
  }

  private void counts(Document document, Transfer task) {
    TransferCounts counts = task.counts();
    document
        .with("files", counts.files())
        .with("directories", counts.directories())
        .with("symlinks", counts.symlinks())
        .with("files_transferred", counts.filesTransferred())
        .with("files_skipped", counts.filesSkipped())
        .with("bytes_transferred", counts.bytesTransferred())
        .with("bytes_checksummed", counts.bytesChecksummed())
        .with("effective_bytes_per_second", bytesPerSecond(task))
        .with("subtasks_total", counts.subtasks())
        .with("subtasks_pending", counts.pending())
        .with("subtasks_retrying", counts.retrying())
        .with("subtasks_succeeded", counts.succeeded())
        .with("subtasks_expired", counts.expired())
        .with("subtasks_canceled", counts.cancelled())
        .with("subtasks_failed", counts.failed())
        .with("subtasks_skipped_errors", counts.skippedErrors())
        .with("faults", counts.faults());
  }

  private long bytesPerSecond(Transfer task) {
    return task.startedAt()
        .map(start -> Duration.between(start, task.endedAt().orElse(now)).toMillis())
        .filter(millis -> millis > 0)
        .map(millis -> task.counts().bytesTransferred() * 1000 / millis)
        .orElse(0L);
  }

  private static void health(Document document, Transfer task) {
    if (task.state().ended()) {
      document
          .with("nice_status", null)
          .with("nice_status_short_description", null)
          .with("nice_status_details", null)
          .with("nice_status_expires_in", null)
          .with("is_ok", null);
      return;
    }
    Optional<Problem> wrong = task.status();
    String usual = task.state() == TransferState.QUEUED ? "Queued" : "OK";
    document
        .with("nice_status", wrong.map(TaskCodes::of).orElse(usual))
        .with("nice_status_short_description", wrong.map(Problem::message).orElse(usual))
        .with("nice_status_details", null)
        .with("nice_status_expires_in", -1)
        .with("is_ok", wrong.isEmpty() && task.state() != TransferState.INACTIVE);
  }

  private Optional<Document> fatalError(Transfer task) {
    return switch (task.state()) {
      case FAILED -> Optional.of(failure(task));
      case CANCELLED -> Optional.of(error("CANCELED", "The task was cancelled."));
      case EXPIRED -> Optional.of(error("EXPIRED", "The deadline came before the end."));
      default -> Optional.empty();
    };
  }

  /** A task that failed for its files says what the last of them failed for. */
  private Document failure(Transfer task) {
    Optional<Problem> problem = task.problem();
    Optional<TransferEvent> event =
        problem.filter(it -> it.code().equals("files_failed")).flatMap(it -> lastError.apply(task));
    String code =
        event.map(TransferEvent::code).or(() -> problem.map(TaskCodes::of)).orElse("UNKNOWN");
    String text = problem.map(TaskCodes::text).orElse("The task failed.");
    return error(code, event.map(it -> it.description() + " " + text).orElse(text));
  }

  private static Document error(String code, String description) {
    return Document.untyped().with("code", code).with("description", description);
  }

  private Optional<Collection> collection(UUID id) {
    return known.computeIfAbsent(id, collections::find);
  }

  private Optional<String> name(long user) {
    return names.computeIfAbsent(user, id -> users.find((long) id).map(User::name));
  }
}
