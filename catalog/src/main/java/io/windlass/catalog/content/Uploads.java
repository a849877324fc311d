package io.windlass.catalog.content;

import io.windlass.catalog.BatchResult;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entry;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.StoredFiles;
import io.windlass.catalog.content.Upload.State;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.database.task.RecurringWork;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/**
 * Uploads that go straight from the caller to the store: Windlass decides, signs and verifies, the
 * bytes never pass through it. Thread-safe; any number of nodes may share one database.
 *
 * <p>Objects get the key {@code [baseKey/]<userId>/<uuid>/<fileName>}. Only who started an upload
 * may go on with it ({@code FORBIDDEN}, {@code not_your_upload}).
 */
public final class Uploads {
  /** The most files of one batch. */
  public static final int MAX_BATCH = 500;

  private static final Duration STALE = Duration.ofDays(7);
  private static final Duration REMEMBERED = Duration.ofDays(30);
  private static final Duration SWEEP_PAUSE = Duration.ofHours(1);
  private static final int SWEEP_BATCH = 100;

  private final Locations locations;
  private final StoredFiles files;
  private final InstantSource clock;
  private final UploadTable table;
  private final UploadTargets targets;
  private final UploadPlanner planner;
  private final BucketTraits traits;
  private final UploadParts parts;
  private final UploadCompletion completion;
  private final BatchCompletion batches;
  private final Leftovers leftovers;
  private final UploadCancellation cancellation;

  /** Uploads into what the catalog holds. */
  public Uploads(Jdbi jdbi, Catalog catalog, Locations locations, InstantSource clock) {
    this.locations = locations;
    this.files = catalog.storedFiles();
    this.clock = clock;
    this.table = new UploadTable(jdbi, clock);
    this.targets = new UploadTargets(catalog, locations);
    this.planner = new UploadPlanner(targets, new CopySource(catalog, locations), clock);
    this.traits = new BucketTraits(locations, clock);
    this.parts = new UploadParts(table, files, locations, traits, clock);
    this.leftovers = new Leftovers(jdbi, files, locations, clock);
    this.cancellation = new UploadCancellation(jdbi, table, leftovers, clock);
    this.completion =
        new UploadCompletion(jdbi, table, parts, catalog, locations, traits, cancellation);
    this.batches = new BatchCompletion(jdbi, table, catalog.entries(), locations, completion);
  }

  /** Starts an upload, or goes on with an equal one; see {@link NewUpload}. */
  public Upload start(Caller caller, NewUpload upload) {
    caller.require(Scope.VIEW, Scope.MODIFY);
    return shown(started(caller, planner.planned(caller, upload), upload.restart()));
  }

  /**
   * As {@link #start}, for a file of a folder, and with all that a caller needs to send a small
   * file at once: where one PUT is enough and the request names the MD5, the signed PUT of exactly
   * these bytes. When the folder has the same bytes under this name and the request allows a new
   * version, nothing is started.
   */
  public Begun begin(Caller caller, NewUpload.Content content) {
    return begin(caller, List.of(content)).getFirst().orElseThrow();
  }

  /**
   * As {@link #begin(Caller, NewUpload.Content)}, of many files at once, by position; one that
   * fails does not stop the others.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code batch_too_large} for more than
   *     {@link #MAX_BATCH}
   */
  public List<BatchResult<Begun>> begin(Caller caller, List<NewUpload.Content> contents) {
    caller.require(Scope.VIEW, Scope.MODIFY);
    requireBatch(contents.size());
    List<BatchResult<UploadPlanner.Plan>> plans = planner.planned(caller, contents);
    Set<String> fresh =
        table.insert(
            plans.stream()
                .flatMap(plan -> plan.value().stream())
                .filter(plan -> plan.sameContent().isEmpty())
                .map(UploadPlanner.Plan::row)
                .toList());
    RequestStores stores = new RequestStores(locations);
    return IntStream.range(0, contents.size())
        .mapToObj(index ->
            BatchResult.of(() -> {
              UploadPlanner.Plan plan = plans.get(index).orElseThrow();
              return plan.sameContent().isPresent()
                  ? new Begun.Unchanged(plan.sameContent().get())
                  : fresh.contains(plan.row().id())
                      ? begun(startedInStore(plan.row()), List.of(), stores)
                      : goneOn(caller, plan, contents.get(index).restart(), stores);
            }))
        .toList();
  }

  private static void requireBatch(int size) {
    if (size > MAX_BATCH) {
      throw UploadProblems.batchTooLarge(MAX_BATCH);
    }
  }

  private Begun goneOn(
      Caller caller, UploadPlanner.Plan plan, boolean restart, RequestStores stores) {
    UploadRow row = started(caller, plan, restart);
    return begun(row, table.parts(row.id()), stores);
  }

  private Begun begun(UploadRow row, List<UploadTable.Added> there, RequestStores stores) {
    boolean atOnce =
        row.state() == State.UPLOADING && row.form() == UploadForm.SINGLE && row.md5().isPresent();
    return new Begun.UnderWay(
        shown(row, there),
        atOnce ? Optional.of(parts.presignWhole(row, row.md5().get(), stores)) : Optional.empty(),
        !traits.of(location(row)).md5Etags());
  }

  private UploadRow started(Caller caller, UploadPlanner.Plan plan, boolean restart) {
    UploadRow wanted = plan.row();
    if (table.insert(wanted)) {
      return startedInStore(wanted);
    }
    Optional<UploadRow> equal = table.ofRequest(caller.user().id(), wanted.requestHash());
    if (equal.isPresent()) {
      if (!restart && canGoOn(caller, equal.get())) {
        return startedInStore(equal.get());
      }
      giveUp(equal.get());
    }
    return startedInStore(table.insertOrFind(wanted));
  }

  /** What became of a request to upload a file. */
  public sealed interface Begun {
    /**
     * Bytes are wanted, unless the upload is one that is done.
     *
     * @param put where the whole goes, if one PUT is enough and its MD5 is known
     * @param signDigests whether parts have to be signed with their digests, as the store's answer
     *     proves nothing of the bytes it took
     */
    record UnderWay(Upload upload, Optional<SignedPart> put, boolean signDigests)
        implements Begun {}

    /** The same bytes are there under the same name. */
    record Unchanged(Entry entry) implements Begun {}
  }

  /** An upload as it stands. */
  public Upload status(Caller caller, String uploadId) {
    caller.require(Scope.VIEW);
    return shown(own(caller, uploadId));
  }

  /**
   * Signed requests for parts, good for 15 minutes. A single PUT is part 1. Asking again for a part
   * is allowed at any time; what is sent last counts.
   *
   * @param wanted 1 to 1,000 parts
   */
  public List<SignedPart> presignParts(Caller caller, String uploadId, List<PartToSign> wanted) {
    caller.require(Scope.VIEW, Scope.MODIFY);
    return parts.presign(underWay(caller, uploadId), wanted);
  }

  /**
   * Says that a part has been sent. Whether the store has it, with these bytes, is asked of the
   * store; if not, the answer says why, and the part is to be sent again.
   *
   * @param digest MD5 of the part in hex; of a copied part, the ETag that the store answered
   */
  public AddedPart addPart(Caller caller, String uploadId, int number, String digest) {
    caller.require(Scope.VIEW, Scope.MODIFY);
    return parts.add(underWay(caller, uploadId), number, digest);
  }

  /**
   * Makes the object of the parts and registers it as a stored file of the caller; where the target
   * was a folder, also as a file there. All parts must be there with their sizes and digests
   * ({@code parts_missing}); a single PUT need not have been added when its MD5 is known. A second
   * call answers the same.
   *
   * @param digests of the whole, where they were not known at the start
   */
  public StoredFile complete(Caller caller, String uploadId, Digests digests) {
    caller.require(Scope.VIEW, Scope.MODIFY);
    return completion.complete(caller, own(caller, uploadId), digests).file();
  }

  /**
   * As {@link #complete}, for an upload whose target was a folder: the new file there, or the one
   * that has got a new version.
   */
  public Entry completeInFolder(Caller caller, String uploadId, Digests digests) {
    return completeInFolders(caller, List.of(new Sent(uploadId, digests))).getFirst().orElseThrow();
  }

  /**
   * An upload all of which has been sent.
   *
   * @param digests of the whole, where they were not known at the start
   */
  public record Sent(String uploadId, Digests digests) {}

  /**
   * As {@link #completeInFolder}, of many uploads at once, by position; one that fails does not
   * stop the others.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code batch_too_large} for more than
   *     {@link #MAX_BATCH}
   */
  public List<BatchResult<Entry>> completeInFolders(Caller caller, List<Sent> uploads) {
    caller.require(Scope.VIEW, Scope.MODIFY);
    requireBatch(uploads.size());
    return batches.complete(caller, uploads);
  }

  /** Gives an upload up and frees its parts. Nothing happens when that is done already. */
  public void cancel(Caller caller, String uploadId) {
    caller.require(Scope.VIEW, Scope.MODIFY);
    UploadRow row = own(caller, uploadId);
    if (row.state() == State.COMPLETED) {
      throw UploadProblems.completed(uploadId);
    }
    cancellation.cancel(row);
  }

  /**
   * What one node at a time does every hour: gives up uploads that nobody has touched for a week,
   * and removes from the stores what is left of those and of deleted files.
   */
  public RecurringWork sweep() {
    return new RecurringWork("sweep_uploads", SWEEP_PAUSE, this::sweepNow);
  }

  void sweepNow() {
    Instant stale = clock.instant().minus(STALE);
    List<UploadRow> batch = table.untouchedSince(stale, SWEEP_BATCH);
    while (!batch.isEmpty()) {
      batch.forEach(cancellation::cancel);
      batch = table.untouchedSince(stale, SWEEP_BATCH);
    }
    leftovers.sweep();
    table.forgetCancelled(clock.instant().minus(REMEMBERED));
  }

  /**
   * Digests of a whole content, hex.
   *
   * @param md5 where known
   * @param sha256 where known
   * @param partsMd5 MD5 of the MD5s of all parts in their order, where known: says that the parts
   *     are the caller's, and not those of another one who uploads the same name at the same time
   */
  public record Digests(Optional<String> md5, Optional<String> sha256, Optional<String> partsMd5) {
    /** Nothing is known. */
    public static final Digests NONE =
        new Digests(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether an equal request may go on with this one, or take over what it made. */
  private boolean canGoOn(Caller caller, UploadRow row) {
    return switch (row.state()) {
      case UPLOADING -> isKnownToTheStore(row);
      case COMPLETED -> row.namesItsBytes() && isStillThere(caller, row);
      case CANCELLED -> false;
    };
  }

  private boolean isKnownToTheStore(UploadRow row) {
    if (row.storeUploadId().isEmpty()) {
      return true;
    }
    try {
      Optional<ObjectStore.Part> _ = store(row).part(row.object(), row.storeUploadId().get(), 1);
      return true;
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        return false;
      }
      throw e;
    }
  }

  private boolean isStillThere(Caller caller, UploadRow row) {
    Optional<StoredFile> file = row.fileId().flatMap(files::find);
    if (file.isEmpty()) {
      return false;
    }
    if (row.folderId().isPresent()
        && !targets.isLatest(
            caller,
            row.folderId().get(),
            row.fileName(),
            row.entryId().orElseThrow(),
            file.get().id())) {
      return false;
    }
    try {
      ObjectFacts facts = store(row).head(row.object());
      return facts.size() == row.size() && file.get().storeEtag().orElse("").equals(facts.etag());
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        return false;
      }
      throw e;
    }
  }

  private void giveUp(UploadRow row) {
    if (row.state() == State.UPLOADING) {
      cancellation.cancel(row);
    } else {
      table.forgetRequest(row.id());
    }
  }

  /** Begins the multipart upload in the store, if that has not been done. */
  private UploadRow startedInStore(UploadRow row) {
    if (row.form() == UploadForm.SINGLE
        || row.state() != State.UPLOADING
        || row.storeUploadId().isPresent()) {
      return row;
    }
    Location location = location(row);
    ObjectStore store = locations.open(location);
    String begun =
        store.startMultipart(
            row.object(), traits.options(location, Optional.of(row.contentType())));
    if (!table.startedInStore(row.id(), begun)) {
      store.abortMultipart(row.object(), begun);
    }
    return table.find(row.id()).orElseThrow(() -> UploadProblems.notFound(row.id()));
  }

  private Upload shown(UploadRow row) {
    return shown(row, table.parts(row.id()));
  }

  private static Upload shown(UploadRow row, List<UploadTable.Added> there) {
    return row.shown(
        there.stream().map(part -> new Upload.Arrived(part.number(), part.digest())).toList());
  }

  private UploadRow own(Caller caller, String id) {
    UploadRow row = table.find(id).orElseThrow(() -> UploadProblems.notFound(id));
    requireOwn(caller, row);
    return row;
  }

  static void requireOwn(Caller caller, UploadRow row) {
    if (row.startedBy() != caller.user().id()) {
      throw UploadProblems.notYours();
    }
  }

  private UploadRow underWay(Caller caller, String id) {
    UploadRow row = own(caller, id);
    return switch (row.state()) {
      case UPLOADING -> row;
      case COMPLETED -> throw UploadProblems.completed(id);
      case CANCELLED -> throw UploadProblems.cancelled(id);
    };
  }

  private Location location(UploadRow row) {
    return locations.find(row.locationId()).orElseThrow();
  }

  private ObjectStore store(UploadRow row) {
    return locations.open(location(row));
  }
}
