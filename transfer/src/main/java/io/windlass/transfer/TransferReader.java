package io.windlass.transfer;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.Transfer.Request;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Makes transfers of rows. */
final class TransferReader {
  private static final Duration STATUS_LASTS = Duration.ofMinutes(15);

  private TransferReader() {}

  /** Lists would be long if every item of a hundred thousand were in them. */
  static Transfer light(Transfer whole) {
    Request request =
        switch (whole.request()) {
          case Request.Copying(NewTransfer it) ->
              new Request.Copying(
                  new NewTransfer(
                      it.submissionId(),
                      it.requester(),
                      it.source(),
                      it.destination(),
                      it.items().subList(0, 1),
                      it.options(),
                      it.label(),
                      it.deadline(),
                      it.webhook(),
                      it.dryRun()));
          case Request.Deleting(NewDeletion it) ->
              new Request.Deleting(
                  new NewDeletion(
                      it.submissionId(),
                      it.requester(),
                      it.collection(),
                      it.paths().subList(0, 1),
                      it.recursive(),
                      it.ignoreMissing(),
                      it.globs(),
                      it.label(),
                      it.deadline(),
                      it.dryRun()));
        };
    return new Transfer(
        whole.id(),
        request,
        whole.state(),
        whole.counts(),
        whole.status(),
        whole.problem(),
        whole.walked(),
        whole.createdAt(),
        whole.startedAt(),
        whole.endedAt(),
        whole.deadline());
  }

  static Transfer transfer(ResultSet row) throws SQLException {
    TransferState state = TransferState.valueOf(row.getString("state"));
    boolean told =
        state == TransferState.INACTIVE
            || moment(row, "status_at")
                .filter(at -> at.isAfter(Instant.now().minus(STATUS_LASTS)))
                .isPresent();
    return new Transfer(
        row.getObject("id", UUID.class),
        labelled(
            RequestCodec.read(row.getBytes("request")),
            Optional.ofNullable(row.getString("label"))),
        state,
        counts(row),
        told && !state.ended() ? problem(row, "status") : Optional.empty(),
        problem(row, "problem"),
        row.getBoolean("walked"),
        row.getTimestamp("created_at").toInstant(),
        moment(row, "started_at"),
        moment(row, "ended_at"),
        row.getTimestamp("deadline").toInstant());
  }

  /** The label may have been changed since. */
  private static Request labelled(Request request, Optional<String> label) {
    return switch (request) {
      case Request.Copying(NewTransfer copying) ->
          new Request.Copying(
              new NewTransfer(
                  copying.submissionId(),
                  copying.requester(),
                  copying.source(),
                  copying.destination(),
                  copying.items(),
                  copying.options(),
                  label,
                  copying.deadline(),
                  copying.webhook(),
                  copying.dryRun()));
      case Request.Deleting(NewDeletion deleting) ->
          new Request.Deleting(
              new NewDeletion(
                  deleting.submissionId(),
                  deleting.requester(),
                  deleting.collection(),
                  deleting.paths(),
                  deleting.recursive(),
                  deleting.ignoreMissing(),
                  deleting.globs(),
                  label,
                  deleting.deadline(),
                  deleting.dryRun()));
    };
  }

  private static TransferCounts counts(ResultSet row) throws SQLException {
    long subtasks = row.getLong("subtasks");
    long retrying = row.getLong("retrying");
    long succeeded = row.getLong("succeeded");
    long failed = row.getLong("failed");
    long expired = row.getLong("expired");
    long cancelled = row.getLong("cancelled");
    boolean transfer = row.getString("kind").equals(TransferRows.TRANSFER);
    return new TransferCounts(
        row.getLong("files"),
        row.getLong("directories"),
        row.getLong("symlinks"),
        row.getLong("files_transferred") + (transfer ? row.getLong("live_files") : 0),
        row.getLong("files_skipped"),
        row.getLong("files_deleted") + (transfer ? 0 : row.getLong("live_files")),
        row.getLong("bytes"),
        row.getLong("bytes_transferred") + row.getLong("live_bytes"),
        row.getLong("bytes_checksummed"),
        subtasks,
        Math.max(0, subtasks - retrying - succeeded - failed - expired - cancelled),
        retrying,
        succeeded,
        failed,
        expired,
        cancelled,
        row.getLong("skipped_errors"),
        row.getLong("faults"));
  }

  static Optional<Problem> problem(ResultSet row, String which) throws SQLException {
    String code = row.getString(which + "_code");
    if (code == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            Kind.valueOf(row.getString(which + "_kind")),
            code,
            row.getString(which + "_message"),
            Optional.ofNullable(row.getString(which + "_remedy"))));
  }

  private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
