package io.windlass.client;

import io.windlass.client.model.NewDeletion;
import io.windlass.client.model.NewTransfer;
import io.windlass.client.model.Transfer;
import io.windlass.client.model.TransferChange;
import io.windlass.client.model.TransferEvent;
import io.windlass.client.model.TransferredFile;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Transfers between collections, and deletions in them. Thread-safe. */
public final class Transfers {
  private static final String PATH = "transfers";
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled", "expired");

  private final Http http;

  Transfers(Http http) {
    this.http = http;
  }

  /** Submits a transfer; the nodes that reach its collections soon work on it. */
  public Transfer submit(NewTransfer wanted) {
    return http.call("POST", PATH).json(wanted).as(Transfer.class);
  }

  /** Submits a deletion. */
  public Transfer submit(NewDeletion wanted) {
    return http.call("POST", "deletions").json(wanted).as(Transfer.class);
  }

  /**
   * Which transfers to list.
   *
   * @param state only those in this state
   * @param collection only those that read or write this one
   * @param everybody also those of others; takes an administrator
   */
  public record Filter(Optional<String> state, Optional<String> collection, boolean everybody) {}

  /** Transfers and deletions, newest first. */
  public Stream<Transfer> list(Filter filter) {
    return http.call("GET", PATH)
        .query("state", filter.state())
        .query("collection", filter.collection())
        .query("everybody", Optional.of(filter.everybody()))
        .asItems(Transfer.class);
  }

  /** One transfer or deletion. */
  public Transfer get(String id) {
    return http.call("GET", PATH, id).as(Transfer.class);
  }

  /** Changes one that has not ended. */
  public Transfer update(String id, TransferChange change) {
    return http.call("PATCH", PATH, id).json(change).as(Transfer.class);
  }

  /** Stops one: what is done stays done. */
  public Transfer cancel(String id) {
    return http.call("POST", PATH, id, "cancel").as(Transfer.class);
  }

  /** Hides one that has ended from lists. */
  public void remove(String id) {
    http.call("DELETE", PATH, id).send();
  }

  /** What happened, newest first. */
  public Stream<TransferEvent> events(String id, boolean errorsOnly) {
    return http.call("GET", PATH, id, "events")
        .query("errors", Optional.of(errorsOnly))
        .asItems(TransferEvent.class);
  }

  /** Which lines of a report. */
  public enum Lines {
    /** Files really sent. */
    SENT,
    /** Paths given up because the transfer allows it. */
    SKIPPED_ERRORS,
    /** Paths given up. */
    FAILED
  }

  /** What became of some of the files. */
  public Stream<TransferredFile> files(String id, Lines lines) {
    return http.call("GET", PATH, id, "files")
        .query("lines", Optional.of(lines.name().toLowerCase(Locale.ROOT)))
        .asItems(TransferredFile.class);
  }

  /** The report as CSV, while it arrives; the caller closes it. */
  public InputStream report(String id) {
    return http.call("GET", PATH, id, "report").accept("text/csv").asStream();
  }

  /** Whether a transfer has come to its end, good or bad. */
  public static boolean ended(Transfer transfer) {
    return ENDED.contains(transfer.state());
  }

  /**
   * Waits until a transfer has ended.
   *
   * @param seen told of each change, in order; the last one is the answer
   */
  public Transfer follow(String id, Consumer<Transfer> seen) {
    return follow(get(id), seen);
  }

  /**
   * Waits until a transfer has ended.
   *
   * @param known as it was answered before
   * @param seen told of each change, in order, and of what is known first; the last one is the
   *     answer
   */
  public Transfer follow(Transfer known, Consumer<Transfer> seen) {
    return new Following<>(http, Transfer.class, Transfers::ended, seen)
        .from(known, "stream", PATH, known.id());
  }
}
