package io.windlass.catalog.content;

import io.windlass.catalog.Access;
import io.windlass.catalog.AccessLists;
import io.windlass.catalog.BatchResult;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.StoredFiles;
import io.windlass.catalog.Versions;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signed URLs by which files are read straight from their store. Thread-safe. */
public final class Downloads {
  /** How long a URL is good for. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  /** Most items of one batch of stored files. */
  public static final int MAX_BATCH = 100;

  /** Most files of the catalog in one batch. */
  public static final int MAX_FILES = 500;

  private final AccessLists accessLists;
  private final Versions versions;
  private final StoredFiles files;
  private final Locations locations;
  private final InstantSource clock;

  /** Downloads of what the catalog holds. */
  public Downloads(Catalog catalog, Locations locations, InstantSource clock) {
    this.accessLists = catalog.accessLists();
    this.versions = catalog.versions();
    this.files = catalog.storedFiles();
    this.locations = locations;
    this.clock = clock;
  }

  /**
   * A URL for a file of the catalog; needs READ and DOWNLOAD.
   *
   * @param version absent: the latest
   */
  public Download presign(
      Caller caller, long entryId, Optional<Long> version, ContentDisposition disposition) {
    return presign(caller, List.of(new Versions.Choice(entryId, version)), disposition)
        .getFirst()
        .orElseThrow();
  }

  /**
   * As {@link #presign(Caller, long, Optional, ContentDisposition)}, of many files at once, by
   * position; one that may not be read does not stop the others.
   *
   * @throws WindlassException INVALID {@code batch_too_large} for more than {@link #MAX_FILES}
   */
  public List<BatchResult<Download>> presign(
      Caller caller, List<Versions.Choice> choices, ContentDisposition disposition) {
    caller.require(Scope.VIEW, Scope.DOWNLOAD);
    requireBatch(choices.size(), MAX_FILES);
    Signer signer = new Signer();
    return versions.toRead(caller, choices).stream()
        .map(found -> BatchResult.of(() -> signer.sign(found.orElseThrow().file(), disposition)))
        .toList();
  }

  /** A URL for a stored file that the caller made, whether an entry names it or not. */
  public Download presignOwn(Caller caller, long fileId, ContentDisposition disposition) {
    caller.require(Scope.DOWNLOAD);
    return new Signer().sign(files.getOwn(caller, fileId), disposition);
  }

  /**
   * A URL for one stored file of an entry; needs DOWNLOAD on the entry, one of whose versions must
   * be the file.
   */
  public Download presign(Caller caller, BatchDownload.Item item, ContentDisposition disposition) {
    caller.require(Scope.DOWNLOAD);
    return new Signer().sign(granted(caller, item), disposition);
  }

  /**
   * Many files at once, answered in the order asked.
   *
   * @param withUrls whether to sign URLs; else only the files are looked up
   */
  public List<BatchDownload> presignBatch(
      Caller caller, List<BatchDownload.Item> items, boolean withUrls) {
    caller.require(Scope.VIEW, Scope.DOWNLOAD);
    requireBatch(items.size(), MAX_BATCH);
    Optional<Signer> signer = withUrls ? Optional.of(new Signer()) : Optional.empty();
    return items.stream().map(item -> one(caller, item, signer)).toList();
  }

  private static void requireBatch(int size, int most) {
    if (size > most) {
      throw Problem.of(Kind.INVALID, "batch_too_large", "A batch has at most " + most + " files.")
          .withRemedy("Ask for fewer at a time.")
          .toException();
    }
  }

  private BatchDownload one(Caller caller, BatchDownload.Item item, Optional<Signer> signer) {
    try {
      StoredFile file = granted(caller, item);
      return new BatchDownload.Granted(
          file, signer.map(each -> each.sign(file, ContentDisposition.ATTACHMENT)));
    } catch (WindlassException e) {
      return switch (e.problem().kind()) {
        case NOT_FOUND -> new BatchDownload.Failed(item.fileId(), BatchDownload.Reason.NOT_FOUND);
        case FORBIDDEN ->
            new BatchDownload.Failed(item.fileId(), BatchDownload.Reason.UNAUTHORIZED);
        case INVALID,
            UNAUTHENTICATED,
            CONFLICT,
            PRECONDITION_FAILED,
            TOO_LARGE,
            STORE_REFUSED,
            UNAVAILABLE,
            INTERNAL ->
            throw e;
      };
    }
  }

  /** The stored file, where the entry has it and the caller may download the entry. */
  StoredFile granted(Caller caller, BatchDownload.Item item) {
    StoredFile file =
        files
            .find(item.fileId())
            .orElseThrow(() ->
                Problem.of(
                        Kind.NOT_FOUND,
                        "file_not_found",
                        "There is no stored file " + item.fileId() + ".")
                    .toException());
    accessLists.require(caller, item.entryId(), Access.DOWNLOAD);
    if (!versions.names(item.entryId(), file.id())) {
      throw Problem.of(
              Kind.FORBIDDEN,
              "file_not_of_entry",
              "No version of entry %d is the stored file %d.".formatted(item.entryId(), file.id()))
          .toException();
    }
    return file;
  }

  /** Signs for one request, which asks for each location once. For one thread. */
  private final class Signer {
    private final Map<Long, Location> known = new HashMap<>();

    Download sign(StoredFile file, ContentDisposition disposition) {
      Location location =
          known.computeIfAbsent(file.locationId(), id -> locations.find(id).orElseThrow());
      Map<String, String> headers =
          Map.of(
              "content-type", file.contentType(),
              "content-disposition", disposition.header(file.fileName()));
      return new Download(
          file,
          locations
              .open(location)
              .presignGet(
                  new ObjectId(file.bucket(), file.key(), file.versionId()), LIFETIME, headers),
          clock.instant().plus(LIFETIME));
    }
  }
}
