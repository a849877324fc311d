package io.windlass.catalog.content;

import io.windlass.catalog.BatchResult;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entries;
import io.windlass.catalog.Entry;
import io.windlass.catalog.NewStoredFile;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.StoredFiles;
import io.windlass.catalog.content.UploadTable.Added;
import io.windlass.catalog.content.UploadTable.Made;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.Part;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * The end of uploads. The store puts the object together first, then one transaction makes it
 * known: whoever finds an object whole but not known (after a crash between the two) goes on from
 * there, as its key names this upload and nothing else. Thread-safe.
 */
final class UploadCompletion {
  private static final Pattern COMPOSITE_ETAG = Pattern.compile("[0-9a-f]{32}-[0-9]+");

  private final Jdbi jdbi;
  private final UploadTable table;
  private final UploadParts parts;
  private final StoredFiles files;
  private final Entries entries;
  private final UploadTargets targets;
  private final CopySource sources;
  private final Locations locations;
  private final BucketTraits traits;
  private final UploadCancellation cancellation;

  UploadCompletion(
      Jdbi jdbi,
      UploadTable table,
      UploadParts parts,
      Catalog catalog,
      Locations locations,
      BucketTraits traits,
      UploadCancellation cancellation) {
    this.jdbi = jdbi;
    this.table = table;
    this.parts = parts;
    this.files = catalog.storedFiles();
    this.entries = catalog.entries();
    this.targets = new UploadTargets(catalog, locations);
    this.sources = new CopySource(catalog, locations);
    this.locations = locations;
    this.traits = traits;
    this.cancellation = cancellation;
  }

  /** What an upload became. */
  record Completed(StoredFile file, Optional<Entry> entry) {}

  Completed complete(Caller caller, UploadRow row, Uploads.Digests digests) {
    return settled(
        caller,
        row,
        BatchResult.of(
            () -> whole(row, digests, table.parts(row.id()), new RequestStores(locations))));
  }

  /** The end of an upload whose object is whole, or of one that was over before. */
  Completed settled(Caller caller, UploadRow row, BatchResult<Whole> whole) {
    return switch (row.state()) {
      case COMPLETED -> made(caller, row);
      case CANCELLED -> throw UploadProblems.cancelled(row.id());
      case UPLOADING -> {
        try {
          yield known(caller, whole.orElseThrow());
        } catch (WindlassException e) {
          // Another call may have finished it meanwhile, and taken the parts away from this one.
          UploadRow now = table.find(row.id()).orElse(row);
          if (now.state() != Upload.State.COMPLETED) {
            throw e;
          }
          yield made(caller, now);
        }
      }
    };
  }

  /** The object of an upload under way, put together and verified. */
  Whole whole(UploadRow row, Uploads.Digests digests, List<Added> noted, RequestStores stores) {
    if (row.state() != Upload.State.UPLOADING) {
      throw UploadProblems.cancelled(row.id());
    }
    Location location = locations.find(row.locationId()).orElseThrow();
    Optional<String> md5 = ContentDigests.md5(digests.md5()).or(row::md5);
    boolean unnoted = noted.isEmpty() && row.form() == UploadForm.SINGLE && md5.isPresent();
    ObjectStore store = stores.of(location);
    Optional<ObjectFacts> object = unnoted ? head(row, store) : Optional.empty();
    List<Added> added =
        object
            .flatMap(found -> parts.whole(row, location, found, md5.orElseThrow()))
            .map(List::of)
            .orElse(noted);
    requireAll(row, added);
    requireOwn(digests.partsMd5(), added);
    WholeDigests known = digests(row, added, digests);
    ObjectFacts facts =
        switch (row.form()) {
          case SINGLE -> object.orElseGet(() -> sent(row, store, added.getFirst()));
          case MULTIPART -> putTogether(row, location, store, added);
        };
    return new Whole(row, facts, known);
  }

  /** An upload whose object is whole. */
  record Whole(UploadRow row, ObjectFacts facts, WholeDigests digests) {}

  private static void requireOwn(Optional<String> partsMd5, List<Added> added) {
    Optional<String> own = ContentDigests.md5(partsMd5);
    if (own.isPresent()
        && !own.get()
            .equals(ContentDigests.md5OfMd5s(added.stream().map(Added::digest).toList()))) {
      throw UploadProblems.contentDiffers("The parts that are there are not those of this file.");
    }
  }

  /** Digests of the whole, as far as they are known. */
  record WholeDigests(Optional<String> md5, Optional<String> sha256) {}

  private Completed made(Caller caller, UploadRow row) {
    StoredFile file =
        row.fileId()
            .flatMap(files::find)
            .orElseThrow(() -> UploadProblems.fileNotFound(row.fileId().orElseThrow()));
    return new Completed(file, row.entryId().map(id -> entries.get(caller, id)));
  }

  private static void requireAll(UploadRow row, List<Added> added) {
    if (added.size() == row.partCount()) {
      return;
    }
    List<Integer> missing = new ArrayList<>();
    int next = 0;
    for (int number = 1; number <= row.partCount(); number++) {
      if (next < added.size() && added.get(next).number() == number) {
        next++;
      } else {
        missing.add(number);
      }
    }
    throw UploadProblems.partsMissing(missing);
  }

  private static WholeDigests digests(UploadRow row, List<Added> added, Uploads.Digests digests) {
    Optional<String> md5 = agreed("MD5", row.md5(), ContentDigests.md5(digests.md5()));
    Optional<String> sha256 =
        agreed("SHA-256", row.sha256(), ContentDigests.sha256(digests.sha256()));
    if (row.isCopy() || row.partCount() > 1) {
      return new WholeDigests(md5, sha256);
    }
    String only = added.getFirst().digest();
    if (md5.isPresent() && !md5.get().equals(only)) {
      throw UploadProblems.contentDiffers(
          "The MD5 of what was sent is not the one given for the whole.");
    }
    return new WholeDigests(Optional.of(only), sha256);
  }

  private static Optional<String> agreed(
      String name, Optional<String> atStart, Optional<String> atEnd) {
    if (atStart.isPresent() && atEnd.isPresent() && !atStart.equals(atEnd)) {
      throw UploadProblems.digestsDisagree(name);
    }
    return atStart.or(() -> atEnd);
  }

  private ObjectFacts sent(UploadRow row, ObjectStore store, Added added) {
    ObjectFacts facts = head(row, store).orElseThrow(() -> lost(row, List.of(added.number())));
    if (facts.size() != row.size() || !facts.etag().equals(added.etag())) {
      throw lost(row, List.of(added.number()));
    }
    return facts;
  }

  private ObjectFacts putTogether(
      UploadRow row, Location location, ObjectStore store, List<Added> added) {
    String upload = row.storeUploadId().orElseThrow(UploadProblems::gone);
    if (row.isCopy()) {
      StoredFile source = files.find(row.sourceFileId().orElseThrow()).orElseThrow();
      ObjectFacts now = sources.facts(source, location);
      if (!now.etag().equals(row.sourceEtag().orElseThrow())) {
        throw abandoned(row, "The source changed while it was being copied.");
      }
    }
    try {
      store.completeMultipart(
          row.object(), upload, verified(row, store.parts(row.object(), upload), added));
    } catch (StoreException e) {
      if (!(e.failure() instanceof StoreFailure.NoSuchObject)) {
        throw e;
      }
      // Put together by an earlier call that did not live to say so, or gone.
    }
    ObjectFacts facts = head(row, store).orElseThrow(() -> gone(row));
    requireWhole(row, location, facts, added);
    return facts;
  }

  /** The store's parts, if they are what was added. */
  private List<Part> verified(UploadRow row, List<Part> inStore, List<Added> added) {
    Map<Integer, Part> byNumber =
        inStore.stream().collect(Collectors.toMap(Part::number, Function.identity()));
    PartPlan plan = row.plan();
    List<Integer> wrong =
        added.stream()
            .filter(part -> {
              Part there = byNumber.get(part.number());
              return there == null
                  || !there.etag().equals(part.etag())
                  || there.size() != plan.sizeOf(part.number());
            })
            .map(Added::number)
            .toList();
    if (!wrong.isEmpty()) {
      throw lost(row, wrong);
    }
    return added.stream().map(part -> byNumber.get(part.number())).toList();
  }

  private void requireWhole(
      UploadRow row, Location location, ObjectFacts facts, List<Added> added) {
    if (facts.size() != row.size()) {
      throw abandoned(row, "The store made an object of another size.");
    }
    boolean comparable =
        !row.isCopy()
            && COMPOSITE_ETAG.matcher(facts.etag()).matches()
            && traits.of(location).md5Etags();
    if (comparable
        && !facts
            .etag()
            .equals(ContentDigests.compositeEtag(added.stream().map(Added::digest).toList()))) {
      throw abandoned(row, "The store made an object of other bytes than were sent.");
    }
  }

  static NewStoredFile newFile(Whole whole) {
    UploadRow row = whole.row();
    return new NewStoredFile(
        row.locationId(),
        row.bucket(),
        row.objectKey(),
        whole.facts().id().versionId(),
        Optional.of(whole.facts().etag()),
        whole.facts().size(),
        whole.digests().md5(),
        whole.digests().sha256(),
        Optional.of(row.contentType()),
        Optional.of(row.fileName()),
        true);
  }

  private Completed known(Caller caller, Whole whole) {
    UploadRow row = whole.row();
    return jdbi.inTransaction(_ -> {
      UploadRow locked = table.lock(row.id());
      return switch (locked.state()) {
        case COMPLETED -> made(caller, locked);
        case CANCELLED -> throw UploadProblems.cancelled(row.id());
        case UPLOADING -> {
          StoredFile file = files.register(caller, newFile(whole));
          Optional<Entry> entry =
              row.folderId()
                  .map(folder ->
                      targets.file(caller, folder, row.fileName(), row.newVersion(), file.id()));
          table.completed(List.of(new Made(row.id(), file.id(), entry.map(Entry::id))));
          yield new Completed(file, entry);
        }
      };
    });
  }

  private static Optional<ObjectFacts> head(UploadRow row, ObjectStore store) {
    try {
      return Optional.of(store.head(row.object()));
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private WindlassException lost(UploadRow row, List<Integer> numbers) {
    numbers.forEach(number -> table.lost(row.id(), number));
    return UploadProblems.partsMissing(numbers);
  }

  private WindlassException gone(UploadRow row) {
    cancellation.cancel(row);
    return UploadProblems.gone();
  }

  private WindlassException abandoned(UploadRow row, String why) {
    cancellation.cancel(row);
    return UploadProblems.contentDiffers(why);
  }
}
