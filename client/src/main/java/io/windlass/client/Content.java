package io.windlass.client;

import io.windlass.client.model.Entry;
import io.windlass.client.model.NewUpload;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Uploads and downloads of whole files, up to 5 TiB. The bytes travel between this machine and the
 * store and never through the server. Files and their parts share one limit of parallel requests,
 * small files another. Thread-safe.
 */
public final class Content {
  private static final int PARALLEL = 8;
  private static final int DIGESTS = 2;

  /** Up to here a file goes in one PUT, which wants the digest first. */
  private static final long READ_FIRST = 5L << 20;

  /** Small files that are on their way, beside the parts of others. */
  private static final int PARALLEL_SMALL = 32;

  private static final String BYTES = "application/octet-stream";

  private final WindlassClient client;
  private final Uploader uploader;
  private final BatchUploader batchUploads;
  private final Downloader downloader;
  private final BatchDownloader batchDownloads;
  private final Semaphore digests = new Semaphore(DIGESTS);

  Content(WindlassClient client, PresignedRequests store, Retries retries) {
    this.client = client;
    Semaphore permits = new Semaphore(PARALLEL);
    this.uploader = new Uploader(client.uploads(), store, retries, permits);
    this.batchUploads =
        new BatchUploader(
            client.uploads(),
            new Uploader(client.uploads(), store, retries, new Semaphore(PARALLEL_SMALL)));
    this.downloader = new Downloader(store, retries, permits);
    this.batchDownloads =
        new BatchDownloader(
            client.uploads(), new Downloader(store, retries, new Semaphore(PARALLEL_SMALL)));
  }

  /** What becomes of a file that is there already. */
  public enum Existing {
    /** Nothing: the request fails. */
    REFUSE,
    /** Uploads make a new version of it, downloads replace it; the same content is left alone. */
    REPLACE
  }

  /**
   * What came of a transfer.
   *
   * @param entry the file in the catalog
   * @param bytes its size
   * @param unchanged whether the same content was there already and nothing was sent
   * @param verified whether a digest of the whole was there to compare
   */
  public record Transferred(Entry entry, long bytes, boolean unchanged, boolean verified) {}

  /**
   * Where a file goes in the catalog.
   *
   * @param path {@code PROJECT/a/b}
   * @param parentId the number of the project or folder, where it is known: saves the server the
   *     way down
   * @param name its name there, the last of the path
   */
  public record Place(String path, Optional<Long> parentId, String name) {
    /** A place of which only the path is known. */
    public static Place at(String path) {
      return new Place(path, Optional.empty(), "");
    }
  }

  /** As {@link #upload(Path, Place, Existing, Progress)}, by path. */
  public Transferred upload(Path file, String path, Existing existing, Progress progress) {
    return upload(file, Place.at(path), existing, progress);
  }

  /**
   * Uploads a file. When it is cut off, the same call continues with the parts that are missing.
   * SHA-256 of the whole is kept with the file, and MD5 where the file is small.
   */
  public Transferred upload(Path file, Place place, Existing existing, Progress progress) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw notAFile(file);
      }
      Source source = new Source(file, channel, attributes);
      // reading a large file only to find that it is there pays where one of its size is there
      boolean first =
          source.size() <= READ_FIRST
              || (existing == Existing.REPLACE
                  && sizeThere(place).equals(Optional.of(source.size())));
      Optional<Digests.Whole> digest =
          first ? Optional.of(digest(source, progress)) : Optional.empty();
      Uploader.Uploaded done =
          uploader.upload(source, request(source, place, digest, existing), progress);
      return new Transferred(done.entry(), source.size(), done.unchanged(), true);
    } catch (IOException e) {
      throw Failures.local(e);
    }
  }

  /**
   * A file on this machine that is to be uploaded.
   *
   * @param place with a parent's number where many go to one folder
   */
  public record Local(Path file, Place place) {}

  /**
   * What came of one file of many.
   *
   * @param done absent where it failed
   * @param failure why it failed
   */
  public record Attempt(Optional<Transferred> done, Optional<WindlassApiException> failure) {}

  /**
   * Whether a file of so many bytes may be one of many for {@link #upload(List, Existing,
   * Progress)}.
   */
  public static boolean isSmall(long bytes) {
    return bytes <= READ_FIRST;
  }

  /**
   * Uploads many small files, with two requests to the server for all of them. One that fails does
   * not stop the others; the same call continues with what is missing.
   *
   * @param files at most 500, each {@linkplain #isSmall small}; one that is not is refused
   * @return what came of each, in their order
   */
  public List<Attempt> upload(List<Local> files, Existing existing, Progress progress) {
    return batchUploads.upload(files, existing, progress);
  }

  private Optional<Long> sizeThere(Place place) {
    try {
      return client.entries().at(place.path()).version().map(version -> version.file().size());
    } catch (WindlassApiException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Digests.Whole digest(Source source, Progress progress) throws IOException {
    digests.acquireUninterruptibly();
    try {
      progress.begun("reading", source.size());
      return Digests.of(source.channel(), source.size(), progress::moved);
    } finally {
      digests.release();
    }
  }

  static NewUpload request(
      Source source, Place place, Optional<Digests.Whole> digest, Existing existing)
      throws IOException {
    return new NewUpload(
        place.parentId(),
        place.parentId().isPresent() ? Optional.empty() : Optional.of(place.path()),
        place.parentId().map(_ -> place.name()),
        source.size(),
        digest.map(Digests.Whole::md5),
        digest.map(Digests.Whole::sha256),
        Optional.of(Optional.ofNullable(Files.probeContentType(source.path())).orElse(BYTES)),
        Optional.empty(),
        existing == Existing.REPLACE);
  }

  private static boolean holds(Entry entry, Digests.Whole digest) {
    return entry
        .version()
        .map(version -> version.file())
        .filter(file ->
            file.sha256().map(digest.sha256()::equals).orElse(false)
                || (file.sha256().isEmpty() && file.md5().map(digest.md5()::equals).orElse(false)))
        .isPresent();
  }

  /**
   * Downloads a file. When it is cut off, the same call continues with the bytes that are missing;
   * until all are there and verified, the target does not exist or is what it was.
   *
   * @param file an entry of type {@code file}
   * @param version absent is the newest
   */
  public Transferred download(
      Entry file, Optional<Long> version, Path target, Existing existing, Progress progress) {
    try {
      Optional<Transferred> present = present(file, version, target, existing);
      if (present.isPresent()) {
        return present.get();
      }
      boolean verified =
          downloader.download(
              client.uploads().download(file.id(), version),
              () -> client.uploads().download(file.id(), version),
              target,
              progress);
      return new Transferred(file, Files.size(target), false, verified);
    } catch (IOException e) {
      throw Failures.local(e);
    }
  }

  /**
   * A file of the catalog that is to be downloaded.
   *
   * @param file an entry of type {@code file}; its newest version is meant
   * @param target its name on this machine
   */
  public record Remote(Entry file, Path target) {
    /** Whether it may be one of many for {@link #download(List, Existing, Progress)}. */
    public boolean isSmall() {
      return file.version().filter(version -> Content.isSmall(version.file().size())).isPresent();
    }
  }

  /**
   * Downloads many small files, with one request to the server for all of them. Each is verified
   * and gets its name as one alone does; one that fails does not stop the others.
   *
   * @param files at most 500, best {@linkplain Remote#isSmall small} ones
   * @return what came of each, in their order
   */
  public List<Attempt> download(List<Remote> files, Existing existing, Progress progress) {
    return batchDownloads.download(
        files,
        remote -> present(remote.file(), Optional.empty(), remote.target(), existing),
        progress);
  }

  /** The file, where the same content is there; fails where another is there and is to stay. */
  private Optional<Transferred> present(
      Entry file, Optional<Long> version, Path target, Existing existing) throws IOException {
    if (Files.isRegularFile(target) && sameContent(file, version, target)) {
      return Optional.of(new Transferred(file, Files.size(target), true, true));
    }
    if (existing == Existing.REFUSE && Files.exists(target)) {
      throw new WindlassApiException(
          "file_exists",
          target + " exists already, with other content.",
          Optional.of("Download to another name, or replace it with --force."),
          Optional.empty());
    }
    return Optional.empty();
  }

  private boolean sameContent(Entry file, Optional<Long> version, Path target) throws IOException {
    Entry wanted = version.isPresent() ? client.entries().get(file.id(), version.get()) : file;
    boolean sameSize = wanted.version().map(v -> v.file().size() == sizeOf(target)).orElse(false);
    if (!sameSize) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ)) {
      return holds(wanted, Digests.of(channel, channel.size(), _ -> {}));
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw Failures.local(e);
    }
  }

  static WindlassApiException grown(Path file) {
    return new WindlassApiException(
        "file_changed",
        file + " has become larger than was said.",
        Optional.of("Run the same command again when nothing writes to the file."),
        Optional.empty());
  }

  static WindlassApiException notAFile(Path file) {
    return new WindlassApiException(
        "not_a_file",
        file + " is not a regular file.",
        Optional.of("Directories are uploaded with --recursive."),
        Optional.empty());
  }
}
