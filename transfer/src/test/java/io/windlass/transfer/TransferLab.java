package io.windlass.transfer;

import static org.awaitility.Awaitility.await;

import io.windlass.database.Database;
import io.windlass.database.task.RetryPolicy;
import io.windlass.database.task.TaskSettings;
import io.windlass.database.task.Tasks;
import io.windlass.transfer.TransferSettings.Limits;
import io.windlass.transfer.TransferSettings.Pace;
import io.windlass.transfer.TransferSettings.Retries;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.TransferSettings.Web;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.CollectionLab;
import io.windlass.transfer.collection.Storages;
import io.windlass.transfer.web.AddressRange;
import io.windlass.transfer.web.AllowedAddresses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A node that works on transfers, with short pauses. */
final class TransferLab implements AutoCloseable {
  static final TransferSettings SETTINGS =
      new TransferSettings(
          new Limits(
              3,
              3,
              100,
              1_000_000,
              Duration.ofHours(24),
              Duration.ofHours(72),
              Duration.ofDays(90),
              Duration.ofDays(90)),
          new Size(50, 64L << 20, 8, 4, 16, 8, 6L << 20, 5L << 20, 512L << 20),
          new Retries(3, Duration.ofMillis(50), Duration.ofMillis(20), Duration.ofMillis(200)),
          new Pace(
              Duration.ofMillis(50),
              Duration.ofSeconds(3),
              Duration.ofMillis(300),
              Duration.ofMillis(200),
              Duration.ofMillis(200),
              Duration.ofMinutes(1),
              Duration.ofHours(1)),
          new Web(
              new AllowedAddresses(List.of(AddressRange.parse("127.0.0.0/8"))),
              Duration.ofSeconds(1),
              true));

  static final TaskSettings TASKS =
      new TaskSettings(
          16,
          Duration.ofMillis(50),
          Duration.ofMillis(500),
          new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofHours(1), 5),
          Duration.ofDays(30));

  final CollectionLab collections = new CollectionLab();
  private final List<AutoCloseable> closing = new ArrayList<>();
  final TransferNode node;

  TransferLab() {
    this(SETTINGS);
  }

  TransferLab(TransferSettings settings) {
    node = startNode(collections.database.database(), CollectionLab.NODE, settings);
  }

  /** One more node on the same database. */
  TransferNode startNode(Database database, String nodeId, TransferSettings settings) {
    return startNode(database, nodeId, settings, collections.storages);
  }

  /** One more node on the same database, which reaches collections its own way. */
  TransferNode startNode(
      Database database, String nodeId, TransferSettings settings, Storages storages) {
    Tasks tasks = database.tasks(TASKS);
    TransferNode started =
        new TransferNode(
            new TransferSetup(
                database,
                tasks,
                collections.collections,
                storages,
                collections.box,
                nodeId,
                settings,
                collections.clock));
    closing.addFirst(started);
    closing.addFirst(tasks);
    tasks.start(nodeId, started.handlers(), started.recurring());
    started.start();
    return started;
  }

  Transfers transfers() {
    return node.transfers();
  }

  /** A directory of one collection to one of another. */
  static NewTransfer directory(
      Collection source, String from, Collection destination, String to, TransferOptions options) {
    return transfer(source, destination, List.of(item(from, to, Optional.of(true))), options);
  }

  static TransferItem item(String from, String to, Optional<Boolean> recursive) {
    return new TransferItem(from, to, recursive, Optional.empty(), Optional.empty());
  }

  static NewTransfer transfer(
      Collection source,
      Collection destination,
      List<TransferItem> items,
      TransferOptions options) {
    return new NewTransfer(
        UUID.randomUUID(),
        CollectionLab.USER,
        Optional.of(source.id()),
        destination.id(),
        items,
        options,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** Submits, and waits for the end. */
  Transfer run(NewTransfer transfer) {
    return end(transfers().submit(transfer).transfer().id());
  }

  /** Submits, and waits for the end. */
  Transfer run(NewDeletion deletion) {
    return end(transfers().submit(deletion).transfer().id());
  }

  /** Waits for the end. */
  Transfer end(UUID id) {
    return await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> transfers().find(id).orElseThrow(), transfer -> transfer.state().ended());
  }

  List<TransferredFile> report(Transfer transfer) {
    try (var lines = transfers().report(transfer.id())) {
      return lines.toList();
    }
  }

  List<String> codes(Transfer transfer) {
    return transfers().events(transfer.id(), Optional.empty(), 1000, false).stream()
        .map(TransferEvent::code)
        .toList();
  }

  @Override
  public void close() {
    for (AutoCloseable each : closing) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    collections.close();
  }
}
