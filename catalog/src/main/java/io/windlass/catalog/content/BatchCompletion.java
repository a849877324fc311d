package io.windlass.catalog.content;

import io.windlass.catalog.BatchResult;
import io.windlass.catalog.Entries;
import io.windlass.catalog.Entry;
import io.windlass.catalog.content.UploadCompletion.Whole;
import io.windlass.catalog.content.UploadTable.Added;
import io.windlass.catalog.content.UploadTable.Made;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * The ends of many uploads that are for folders. The stores are asked for several objects at a
 * time; what is new in a folder is made known together, in one transaction and a handful of
 * statements, and everything else one by one. Thread-safe.
 */
final class BatchCompletion {
  /** Requests of a batch that are on their way to stores. */
  private static final int AT_ONCE = 32;

  private final Jdbi jdbi;
  private final UploadTable table;
  private final Entries entries;
  private final Locations locations;
  private final UploadCompletion single;

  BatchCompletion(
      Jdbi jdbi, UploadTable table, Entries entries, Locations locations, UploadCompletion single) {
    this.jdbi = jdbi;
    this.table = table;
    this.entries = entries;
    this.locations = locations;
    this.single = single;
  }

  /** By position; one that fails does not stop the others. */
  List<BatchResult<Entry>> complete(Caller caller, List<Uploads.Sent> uploads) {
    List<String> ids = uploads.stream().map(Uploads.Sent::uploadId).distinct().toList();
    Map<String, UploadRow> rows =
        table.find(ids).stream().collect(Collectors.toMap(UploadRow::id, Function.identity()));
    Map<String, List<Added>> noted = table.parts(ids);
    RequestStores stores = new RequestStores(locations);
    List<BatchResult<Found>> found =
        atOnce(
            uploads,
            sent -> {
              UploadRow row = own(caller, sent, Optional.ofNullable(rows.get(sent.uploadId())));
              List<Added> there = noted.getOrDefault(row.id(), List.of());
              return new Found(
                  row, BatchResult.of(() -> single.whole(row, sent.digests(), there, stores)));
            });
    Map<String, Entry> made = together(caller, found);
    return found.stream()
        .map(one -> BatchResult.of(() -> ended(caller, one.orElseThrow(), made)))
        .toList();
  }

  private Entry ended(Caller caller, Found upload, Map<String, Entry> made) {
    return Optional.ofNullable(made.get(upload.row().id()))
        .or(() -> single.settled(caller, upload.row(), upload.whole()).entry())
        .orElseThrow(() -> UploadProblems.notForAFolder(upload.row().id()));
  }

  /** An upload of the caller's, and its object if that is whole. */
  private record Found(UploadRow row, BatchResult<Whole> whole) {}

  private static UploadRow own(Caller caller, Uploads.Sent sent, Optional<UploadRow> known) {
    UploadRow row = known.orElseThrow(() -> UploadProblems.notFound(sent.uploadId()));
    Uploads.requireOwn(caller, row);
    if (row.folderId().isEmpty()) {
      throw UploadProblems.notForAFolder(row.id());
    }
    return row;
  }

  private static <T, R> List<BatchResult<R>> atOnce(List<T> items, Function<T, R> work) {
    Semaphore permits = new Semaphore(AT_ONCE);
    List<Future<BatchResult<R>>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (T item : items) {
        permits.acquireUninterruptibly();
        answers.add(
            threads.submit(() -> {
              try {
                return BatchResult.of(() -> work.apply(item));
              } finally {
                permits.release();
              }
            }));
      }
    }
    return answers.stream().map(BatchCompletion::answer).toList();
  }

  private static <R> R answer(Future<R> done) {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where uploads are made known together. */
  private record Place(long folderId, long locationId) {}

  /** What could be made known together, by upload. */
  private Map<String, Entry> together(Caller caller, List<BatchResult<Found>> found) {
    Map<Place, List<Whole>> places =
        found.stream()
            .flatMap(one -> one.value().stream())
            .flatMap(one -> one.whole().value().stream())
            .collect(
                Collectors.groupingBy(whole ->
                    new Place(whole.row().folderId().orElseThrow(), whole.row().locationId())));
    Map<String, Entry> made = new HashMap<>();
    // what is refused is told of each one when it is its turn
    places.forEach((place, wholes) ->
        BatchResult.of(() -> known(caller, place, wholes)).value().ifPresent(made::putAll));
    return made;
  }

  /** Those whose names are free; the store has the objects of all. */
  private Map<String, Entry> known(Caller caller, Place place, List<Whole> wholes) {
    Location location = locations.find(place.locationId()).orElseThrow();
    return jdbi.inTransaction(_ -> {
      List<Whole> open = open(wholes);
      List<Optional<Entry>> files =
          entries.createFiles(
              caller,
              place.folderId(),
              location,
              open.stream().map(UploadCompletion::newFile).toList());
      Map<String, Entry> made = new HashMap<>();
      for (int index = 0; index < open.size(); index++) {
        String id = open.get(index).row().id();
        files.get(index).ifPresent(entry -> made.put(id, entry));
      }
      table.completed(
          made.entrySet().stream().map(one -> made(one.getKey(), one.getValue())).toList());
      return made;
    });
  }

  private static Made made(String uploadId, Entry entry) {
    return new Made(uploadId, entry.version().orElseThrow().file().id(), Optional.of(entry.id()));
  }

  /** Those under way, each once; nobody else changes them until the transaction ends. */
  private List<Whole> open(List<Whole> wholes) {
    Set<String> open =
        table.lock(wholes.stream().map(whole -> whole.row().id()).toList()).stream()
            .filter(row -> row.state() == Upload.State.UPLOADING)
            .map(UploadRow::id)
            .collect(Collectors.toCollection(HashSet::new));
    return wholes.stream().filter(whole -> open.remove(whole.row().id())).toList();
  }
}
