package io.windlass.client;

import io.windlass.client.Uploader.Source;
import io.windlass.client.model.Entry;
import io.windlass.client.model.NewUpload;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Uploads and downloads of whole files, up to 5 TiB. The bytes travel between this machine and the
 * store and never through the server. Files and their parts share one limit of parallel requests.
 * Thread-safe.
 */
public final class Content {
  private static final int PARALLEL = 8;
  private static final int DIGESTS = 2;
  private static final String BYTES = "application/octet-stream";

  private final WindlassClient client;
  private final Uploader uploader;
  private final Downloader downloader;
  private final Semaphore digests = new Semaphore(DIGESTS);

  Content(WindlassClient client, Retries retries) {
    this.client = client;
    Semaphore permits = new Semaphore(PARALLEL);
    PresignedRequests store = new PresignedRequests(client.transport());
    this.uploader = new Uploader(client.uploads(), store, retries, permits);
    this.downloader = new Downloader(store, retries, permits);
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
   * Uploads a file. When it is cut off, the same call continues with the parts that are missing.
   *
   * @param path {@code PROJECT/a/b} that the file gets
   */
  public Transferred upload(Path file, String path, Existing existing, Progress progress) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw notAFile(file);
      }
      Source source = new Source(file, channel, attributes);
      Digests.Whole digest = digest(source, progress);
      Optional<Entry> there = existing == Existing.REPLACE ? find(path) : Optional.empty();
      if (there.filter(entry -> holds(entry, digest)).isPresent()) {
        return new Transferred(there.get(), source.size(), true, true);
      }
      Entry entry = uploader.upload(source, request(source, path, digest, existing), progress);
      return new Transferred(entry, source.size(), false, true);
    } catch (IOException e) {
      throw Failures.local(e);
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

  private static NewUpload request(
      Source source, String path, Digests.Whole digest, Existing existing) throws IOException {
    return new NewUpload(
        Optional.empty(),
        Optional.of(path),
        Optional.empty(),
        source.size(),
        Optional.of(digest.md5()),
        Optional.of(digest.sha256()),
        Optional.of(Optional.ofNullable(Files.probeContentType(source.path())).orElse(BYTES)),
        Optional.empty(),
        existing == Existing.REPLACE);
  }

  private Optional<Entry> find(String path) {
    try {
      return Optional.of(client.entries().at(path));
    } catch (WindlassApiException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
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
      if (Files.isRegularFile(target) && sameContent(file, version, target)) {
        return new Transferred(file, Files.size(target), true, true);
      }
      if (existing == Existing.REFUSE && Files.exists(target)) {
        throw new WindlassApiException(
            "file_exists",
            target + " exists already, with other content.",
            Optional.of("Download to another name, or replace it with --force."),
            Optional.empty());
      }
      boolean verified =
          downloader.download(
              () -> client.uploads().download(file.id(), version), target, progress);
      return new Transferred(file, Files.size(target), false, verified);
    } catch (IOException e) {
      throw Failures.local(e);
    }
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

  private static WindlassApiException notAFile(Path file) {
    return new WindlassApiException(
        "not_a_file",
        file + " is not a regular file.",
        Optional.of("Directories are uploaded with --recursive."),
        Optional.empty());
  }
}
