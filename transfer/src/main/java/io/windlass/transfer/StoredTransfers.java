package io.windlass.transfer;

import io.windlass.database.task.NewTask;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.Transfer.Request;
import io.windlass.transfer.TransferRows.NewRow;
import io.windlass.transfer.TransferredFile.Outcome;
import io.windlass.transfer.batch.Batches;
import io.windlass.transfer.batch.ReportCodec;
import io.windlass.transfer.collection.Collection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Transfers as rows of the database. */
final class StoredTransfers implements Transfers {
  private static final UUID NIL = new UUID(0, 0);
  private static final int PIECES = 16;

  private final Engine engine;

  StoredTransfers(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Submitted submit(NewTransfer transfer) {
    Optional<Collection> source = transfer.source().map(engine::collection);
    Collection destination = engine.collection(transfer.destination());
    Instant now = engine.setup().clock().instant();
    Request request = new Request.Copying(transfer);
    Optional<Submitted> before = before(request, transfer.submissionId());
    if (before.isPresent()) {
      return before.get();
    }
    Submissions.check(transfer, source, destination, engine.settings(), now);
    return submit(
        new NewRow(
            UUID.randomUUID(),
            request,
            transfer.submissionId(),
            transfer.source(),
            transfer.destination(),
            hash(request),
            pathsHash(transfer),
            transfer.label(),
            transfer.deadline().orElse(now.plus(engine.settings().limits().deadline())),
            transfer.deadline().isPresent()),
        destination.nodeId().or(() -> source.flatMap(Collection::nodeId)));
  }

  @Override
  public Submitted submit(NewDeletion deletion) {
    Collection collection = engine.collection(deletion.collection());
    Instant now = engine.setup().clock().instant();
    Request request = new Request.Deleting(deletion);
    Optional<Submitted> before = before(request, deletion.submissionId());
    if (before.isPresent()) {
      return before.get();
    }
    Submissions.check(deletion, collection, now);
    return submit(
        new NewRow(
            UUID.randomUUID(),
            request,
            deletion.submissionId(),
            Optional.empty(),
            deletion.collection(),
            hash(request),
            pathsHash(deletion),
            deletion.label(),
            deletion.deadline().orElse(now.plus(engine.settings().limits().deadline())),
            deletion.deadline().isPresent()),
        collection.nodeId());
  }

  /** A repetition is answered even when the request would not be taken any more. */
  private Optional<Submitted> before(Request request, UUID submissionId) {
    return engine
        .rows()
        .jdbi()
        .withHandle(handle -> again(handle, request.requester(), submissionId, hash(request)));
  }

  private Submitted submit(NewRow row, Optional<String> node) {
    return engine
        .rows()
        .jdbi()
        .inTransaction(handle -> {
          long requester = row.request().requester();
          TransferRows.lock(handle, requester);
          Optional<Submitted> again =
              again(handle, requester, row.submissionId(), row.requestHash());
          return again.isPresent() ? again.get() : insert(handle, row, node);
        });
  }

  private Optional<Submitted> again(
      Handle handle, long requester, UUID submissionId, String requestHash) {
    Optional<TransferRows.Before> before =
        engine.rows().submittedBefore(handle, requester, submissionId);
    if (before.isPresent() && !before.get().requestHash().equals(requestHash)) {
      throw Problem.of(
              Kind.INVALID,
              "submission_id_reused",
              "This submission id was used for another request.")
          .withRemedy("Take a new id for each request, and the same one only to repeat it.")
          .toException();
    }
    return before.map(
        known -> new Submitted(engine.rows().find(handle, known.id()).orElseThrow(), true));
  }

  private Submitted insert(Handle handle, NewRow row, Optional<String> node) {
    long requester = row.request().requester();
    Optional<UUID> blocking = engine.rows().openWithPaths(handle, requester, row.pathsHash());
    if (blocking.isPresent()) {
      throw Problem.of(
              Kind.CONFLICT,
              "same_transfer_active",
              "Task " + blocking.get() + " has the same paths and has not ended.")
          .withRemedy("Wait for its end, or cancel it.")
          .toException();
    }
    int most = engine.settings().limits().pending();
    if (engine.rows().open(handle, requester) >= most) {
      throw Problem.of(
              Kind.CONFLICT,
              "too_many_transfers",
              "The user has " + most + " tasks that have not ended, and may have no more.")
          .withRemedy("Wait for the end of some, or cancel them.")
          .toException();
    }
    engine.rows().insert(handle, row);
    NewTask task =
        new NewTask(TransferWork.KIND, Optional.of(row.id().toString()), "{}", requester, node);
    engine.tasks().submit(handle, task);
    return new Submitted(engine.rows().find(handle, row.id()).orElseThrow(), false);
  }

  @Override
  public Optional<Transfer> find(UUID id) {
    return engine.rows().find(id);
  }

  @Override
  public Supplier<Optional<Transfer>> follow(UUID id, Duration longest) {
    return new Supplier<>() {
      private OptionalLong seen = OptionalLong.empty();

      @Override
      public Optional<Transfer> get() {
        if (seen.isPresent()) {
          await(seen.getAsLong());
        }
        seen = OptionalLong.of(engine.ended().count()); // what ends behind this is not missed
        return find(id);
      }

      private void await(long since) {
        try {
          engine.ended().await(since, longest);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  @Override
  public Page.Of<Transfer> list(TransferFilter filter, Page page) {
    return engine.rows().list(filter, page);
  }

  @Override
  public Transfer update(UUID id, Optional<String> label, Optional<Instant> deadline) {
    Submissions.checkUpdate(label, deadline, engine.setup().clock().instant());
    boolean updated = engine.rows().update(id, label, deadline);
    Transfer transfer = required(id);
    if (!updated) {
      throw Problem.of(Kind.CONFLICT, "transfer_ended", "Task " + id + " has ended.").toException();
    }
    return transfer;
  }

  @Override
  public Transfer cancel(UUID id) {
    engine.standings().stop(id, TransferState.CANCELLED);
    hurry(id);
    return required(id);
  }

  @Override
  public Transfer fail(UUID id, Problem why) {
    engine
        .rows()
        .jdbi()
        .useTransaction(handle -> {
          if (engine.standings().stop(handle, id, TransferState.FAILED)) {
            engine.standings().problem(handle, id, why);
          }
        });
    hurry(id);
    return required(id);
  }

  /** Whoever leads the transfer, or is to look at it later, looks at it now. */
  private void hurry(UUID id) {
    engine.done().raise();
    engine.tasks().hurry(TransferWork.KIND, id.toString());
  }

  @Override
  public void remove(UUID id) {
    if (!engine.rows().hide(id)) {
      required(id);
      throw Problem.of(Kind.CONFLICT, "transfer_active", "Task " + id + " has not ended.")
          .withRemedy("Cancel it, or wait for its end.")
          .toException();
    }
  }

  @Override
  public List<TransferEvent> events(UUID id, Optional<Long> before, int limit, boolean errorsOnly) {
    return engine.events().list(id, before, Math.clamp(limit, 1, Page.MOST), errorsOnly);
  }

  @Override
  public Page.Of<TransferredFile> files(UUID id, ReportKind kind, Page page) {
    Predicate<TransferredFile> wanted = wanted(kind);
    Cursor at = page.cursor().map(Cursor::parse).orElse(new Cursor(0, 0));
    List<TransferredFile> found = new ArrayList<>();
    while (true) {
      List<Batches.Piece> pieces = engine.batches().report(id, at.batch() - 1, kind(kind), PIECES);
      for (Batches.Piece piece : pieces) {
        List<TransferredFile> lines = ReportCodec.read(piece.report());
        int from = piece.number() == at.batch() ? at.line() : 0;
        for (int line = from; line < lines.size(); line++) {
          if (found.size() == page.limit()) {
            return new Page.Of<>(found, Optional.of(new Cursor(piece.number(), line).text()));
          }
          if (wanted.test(lines.get(line))) {
            found.add(lines.get(line));
          }
        }
        at = new Cursor(piece.number() + 1, 0);
      }
      if (pieces.size() < PIECES) {
        return new Page.Of<>(found, Optional.empty());
      }
    }
  }

  private static Predicate<TransferredFile> wanted(ReportKind kind) {
    return switch (kind) {
      case SENT -> line -> line.outcome() == Outcome.COPIED || line.outcome() == Outcome.STREAMED;
      case SKIPPED_ERRORS -> line -> line.outcome() == Outcome.SKIPPED_ERROR;
      case FAILED -> line -> line.outcome() == Outcome.FAILED;
    };
  }

  private static Batches.Kind kind(ReportKind kind) {
    return switch (kind) {
      case SENT -> Batches.Kind.SENT;
      case SKIPPED_ERRORS -> Batches.Kind.SKIPPED_ERRORS;
      case FAILED -> Batches.Kind.FAILED;
    };
  }

  /** A line of the report of a batch. */
  private record Cursor(long batch, int line) {
    static Cursor parse(String text) {
      int colon = text.indexOf(':');
      try {
        return new Cursor(
            Long.parseLong(text.substring(0, Math.max(0, colon))),
            Integer.parseInt(text.substring(colon + 1)));
      } catch (NumberFormatException _) {
        throw Problem.of(Kind.INVALID, "invalid_cursor", "The cursor is not one of ours.")
            .toException();
      }
    }

    String text() {
      return batch + ":" + line;
    }
  }

  @Override
  public Stream<TransferredFile> report(UUID id) {
    return Stream.iterate(
            pieces(id, -1),
            pieces -> !pieces.isEmpty(),
            pieces -> pieces(id, pieces.getLast().number()))
        .flatMap(List::stream)
        .flatMap(piece -> ReportCodec.read(piece.report()).stream());
  }

  @Override
  public List<Cost> costs(UUID id) {
    return engine.costs().list(id);
  }

  private List<Batches.Piece> pieces(UUID id, long after) {
    return engine.batches().report(id, after, Batches.Kind.ALL, 1);
  }

  private Transfer required(UUID id) {
    return find(id)
        .orElseThrow(() ->
            Problem.of(Kind.NOT_FOUND, "transfer_not_found", "There is no task " + id + ".")
                .toException());
  }

  private static String hash(Request request) {
    return hex(RequestCodec.write(withoutSubmission(request)));
  }

  private static Request withoutSubmission(Request request) {
    return switch (request) {
      case Request.Copying(NewTransfer it) ->
          new Request.Copying(
              new NewTransfer(
                  NIL,
                  it.requester(),
                  it.source(),
                  it.destination(),
                  it.items(),
                  it.options(),
                  it.label(),
                  it.deadline(),
                  it.webhook(),
                  it.dryRun()));
      case Request.Deleting(NewDeletion it) ->
          new Request.Deleting(
              new NewDeletion(
                  NIL,
                  it.requester(),
                  it.collection(),
                  it.paths(),
                  it.recursive(),
                  it.ignoreMissing(),
                  it.globs(),
                  it.label(),
                  it.deadline(),
                  it.dryRun()));
    };
  }

  private static String pathsHash(NewTransfer transfer) {
    MessageDigest digest = sha256();
    update(digest, "transfer " + transfer.source() + " " + transfer.destination());
    for (TransferItem item : transfer.items()) {
      update(digest, item.source());
      update(digest, item.destination());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String pathsHash(NewDeletion deletion) {
    MessageDigest digest = sha256();
    update(digest, "deletion " + deletion.collection());
    deletion.paths().forEach(path -> update(digest, path));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_16BE));
    digest.update((byte) 0);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
