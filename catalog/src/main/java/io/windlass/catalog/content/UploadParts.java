package io.windlass.catalog.content;

import io.windlass.catalog.StoredFile;
import io.windlass.catalog.StoredFiles;
import io.windlass.catalog.content.UploadTable.Added;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ByteRange;
import io.windlass.objectstore.ObjectStore.Part;
import io.windlass.objectstore.ObjectStore.Presigned;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Signing requests for parts, and verifying what arrived. Thread-safe. */
final class UploadParts {
  /** How long a signed request for a part is good for. */
  static final Duration LIFETIME = Duration.ofMinutes(15);

  private static final int MOST_AT_ONCE = 1000;

  private final UploadTable table;
  private final StoredFiles files;
  private final Locations locations;
  private final BucketTraits traits;
  private final InstantSource clock;

  UploadParts(
      UploadTable table,
      StoredFiles files,
      Locations locations,
      BucketTraits traits,
      InstantSource clock) {
    this.table = table;
    this.files = files;
    this.locations = locations;
    this.traits = traits;
    this.clock = clock;
  }

  List<SignedPart> presign(UploadRow row, List<PartToSign> wanted) {
    if (wanted.isEmpty() || wanted.size() > MOST_AT_ONCE) {
      throw UploadProblems.tooManyAtOnce(MOST_AT_ONCE);
    }
    List<PartToSign> parts =
        wanted.stream()
            .map(
                part -> new PartToSign(inRange(row, part.number()), ContentDigests.md5(part.md5())))
            .toList();
    Location location = locations.find(row.locationId()).orElseThrow();
    ObjectStore store = locations.open(location);
    Instant until = clock.instant().plus(LIFETIME);
    table.signed(row.id(), parts);
    Optional<StoredFile> source = row.sourceFileId().map(id -> files.find(id).orElseThrow());
    return parts.stream()
        .map(part ->
            new SignedPart(
                part.number(),
                source
                    .map(file -> copied(store, row, file, part))
                    .orElseGet(() -> sent(store, location, row, part)),
                until))
        .toList();
  }

  /** The one PUT of all bytes, of no others than those with this MD5. */
  SignedPart presignWhole(UploadRow row, String md5, RequestStores stores) {
    Location location = locations.find(row.locationId()).orElseThrow();
    return new SignedPart(
        1,
        sent(stores.of(location), location, row, new PartToSign(1, Optional.of(md5))),
        clock.instant().plus(LIFETIME));
  }

  AddedPart add(UploadRow row, int number, String digest) {
    inRange(row, number);
    String given = digest.strip().replace("\"", "");
    String wanted = row.isCopy() ? given : ContentDigests.md5(given);
    Location location = locations.find(row.locationId()).orElseThrow();
    Optional<Part> there = arrived(locations.open(location), row, number);
    Optional<String> failure =
        there.isEmpty()
            ? Optional.of("The store has no part %d.".formatted(number))
            : wrong(row, location, there.get(), wanted);
    if (failure.isEmpty()) {
      table.added(row.id(), new Added(number, wanted, there.orElseThrow().etag()));
    }
    return new AddedPart(row.id(), number, failure);
  }

  /**
   * The object of a single PUT as a part that is there, if it has these bytes; nothing is noted.
   */
  Optional<Added> whole(UploadRow row, Location location, ObjectFacts object, String md5) {
    Part part = new Part(1, object.etag(), object.size());
    return wrong(row, location, part, md5).isEmpty()
        ? Optional.of(new Added(1, md5, part.etag()))
        : Optional.empty();
  }

  private Presigned sent(ObjectStore store, Location location, UploadRow row, PartToSign part) {
    Optional<String> md5 = part.md5().map(ContentDigests::base64);
    return switch (row.form()) {
      case SINGLE ->
          store.presignPut(
              row.object(),
              traits.options(location, Optional.of(row.contentType())),
              LIFETIME,
              md5);
      case MULTIPART ->
          store.presignPart(row.object(), storeUpload(row), part.number(), LIFETIME, md5);
    };
  }

  private static Presigned copied(
      ObjectStore store, UploadRow row, StoredFile source, PartToSign part) {
    PartPlan plan = row.plan();
    long first = plan.offsetOf(part.number());
    return store.presignCopyPart(
        CopySource.objectOf(source),
        Optional.of(new ByteRange(first, first + plan.sizeOf(part.number()) - 1)),
        row.sourceEtag(),
        row.object(),
        storeUpload(row),
        part.number(),
        LIFETIME);
  }

  private static Optional<Part> arrived(ObjectStore store, UploadRow row, int number) {
    try {
      return switch (row.form()) {
        case SINGLE -> {
          ObjectFacts facts = store.head(row.object());
          yield Optional.of(new Part(1, facts.etag(), facts.size()));
        }
        case MULTIPART -> store.part(row.object(), storeUpload(row), number);
      };
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What is wrong with a part that arrived, if anything. */
  private Optional<String> wrong(UploadRow row, Location location, Part part, String digest) {
    long size = row.plan().sizeOf(part.number());
    if (part.size() != size) {
      return Optional.of(
          "Part %d has %d bytes in the store and should have %d."
              .formatted(part.number(), part.size(), size));
    }
    if (part.etag().equals(digest)) {
      return Optional.empty();
    }
    String differs = "The store has other bytes for part %d.".formatted(part.number());
    if (row.isCopy() || etagsAreMd5s(location)) {
      return Optional.of(differs);
    }
    // Such a store says nothing of the bytes it has; it has refused all but those signed for.
    boolean signedForOthers =
        table.signedMd5(row.id(), part.number()).filter(md5 -> !md5.equals(digest)).isPresent();
    return signedForOthers ? Optional.of(differs) : Optional.empty();
  }

  /**
   * Asked once more before a client is blamed: the bucket's default encryption may be a new one.
   */
  private boolean etagsAreMd5s(Location location) {
    return traits.of(location).md5Etags() && traits.refreshed(location).md5Etags();
  }

  private static int inRange(UploadRow row, int number) {
    if (number < 1 || number > row.partCount()) {
      throw UploadProblems.noSuchPart(number, row.partCount());
    }
    return number;
  }

  private static String storeUpload(UploadRow row) {
    return row.storeUploadId().orElseThrow(UploadProblems::gone);
  }
}
