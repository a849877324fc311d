package io.windlass.client;

import io.windlass.client.PresignedRequests.Refusal;
import io.windlass.client.model.Download;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Brings the content of one file to this machine: ranges in parallel, all of the same object by its
 * ETag, the digest taken along behind them. Nothing appears under the final name before all of it
 * is there and verified. Thread-safe.
 */
final class Downloader {
  private static final int BUFFER = 256 * 1024;

  private final PresignedRequests store;
  private final Retries retries;
  private final Semaphore permits;

  Downloader(PresignedRequests store, Retries retries, Semaphore permits) {
    this.store = store;
    this.retries = retries;
    this.permits = permits;
  }

  /** One download: the address may have to be asked for again while it runs. */
  private record Job(
      AtomicReference<Download> address, Supplier<Download> renew, Progress progress) {

    synchronized Download renewed(Download old) {
      if (address.get().url().equals(old.url())) {
        Download fresh = renew.get();
        if (!fresh.etag().equals(old.etag()) || fresh.size() != old.size()) {
          throw changed(old.fileName());
        }
        address.set(fresh);
      }
      return address.get();
    }
  }

  /**
   * Downloads.
   *
   * @param renew asked for another address when this one has ended
   * @return whether a digest was there to verify the bytes with
   */
  boolean download(Download first, Supplier<Download> renew, Path target, Progress progress)
      throws IOException {
    Job job = new Job(new AtomicReference<>(first), renew, progress);
    String pin = first.etag().orElse("-") + " " + first.sha256().or(first::md5).orElse("-");
    try (PartFile file = new PartFile(target, pin, first.size())) {
      progress.begun("downloading", first.size());
      if (!matches(first, fetchAndDigest(job, file))) {
        file.discard();
        throw new WindlassApiException(
            "digest_mismatch",
            "The bytes of " + first.fileName() + " are not those that were stored.",
            Optional.of("Run the same command again; if it happens again, the object is damaged."),
            Optional.empty());
      }
      file.publish();
      return first.sha256().or(first::md5).isPresent();
    }
  }

  private static boolean matches(Download download, Optional<String> digest) {
    return digest.equals(download.sha256().or(download::md5));
  }

  private Optional<String> fetchAndDigest(Job job, PartFile file) throws IOException {
    Download download = job.address().get();
    Optional<String> algorithm =
        download.sha256().map(_ -> "SHA-256").or(() -> download.md5().map(_ -> "MD5"));
    if (file.ranges() == 1 && !file.complete(0)) {
      return fetchAlone(job, file, algorithm.map(Digests::of));
    }
    try (ExecutorService follower = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<String>> digest =
          follower.submit(
              () -> algorithm.isPresent() ? follow(algorithm.get(), file) : Optional.empty());
      try {
        Parallel.forEach(
            missing(job, file), permits, range -> fetch(job, file, range, Optional.empty()));
        return digest.get();
      } catch (ExecutionException e) {
        Failures.rethrow(e.getCause() == null ? e : e.getCause());
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      } finally {
        follower.shutdownNow();
      }
    }
  }

  /** One range is digested while it is written: nobody has to wait for it. */
  private Optional<String> fetchAlone(Job job, PartFile file, Optional<MessageDigest> digest)
      throws IOException {
    permits.acquireUninterruptibly();
    try {
      fetch(job, file, 0, digest);
      return digest.map(Digests::hex);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      permits.release();
    }
  }

  private static java.util.Iterator<Integer> missing(Job job, PartFile file) {
    return IntStream.range(0, file.ranges())
        .filter(range -> {
          if (file.complete(range)) {
            job.progress().moved(file.length(range));
            return false;
          }
          return true;
        })
        .iterator();
  }

  /** The digest of the bytes in order, each range as soon as it is there. */
  private static Optional<String> follow(String algorithm, PartFile file)
      throws IOException, InterruptedException {
    MessageDigest digest = Digests.of(algorithm);
    byte[] buffer = buffer(file.ranges() == 0 ? 0 : file.length(0));
    for (int range = 0; range < file.ranges(); range++) {
      file.await(range);
      try (InputStream in =
          new Region(file.bytes(), file.start(range), file.length(range), _ -> {})) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          digest.update(buffer, 0, count);
        }
      }
    }
    return Optional.of(Digests.hex(digest));
  }

  private void fetch(Job job, PartFile file, int range, Optional<MessageDigest> digest)
      throws IOException, InterruptedException {
    long done = 0;
    boolean renewed = false;
    Download address = job.address().get();
    for (int attempt = 1; ; attempt++) {
      long first = file.start(range) + done;
      long length = file.length(range) - done;
      try (InputStream body = open(job, address, first, length)) {
        done += new Copy(file.bytes(), digest, job.progress()).run(body, first, length);
        if (done == file.length(range)) {
          file.completed(range);
          return;
        }
      } catch (Refused e) {
        give(e.refusal, attempt, renewed, address);
        address = job.renewed(address);
        renewed = true;
      } catch (Broken e) {
        done += e.written;
        if (!retries.again(attempt)) {
          throw lost(e);
        }
      } catch (IOException e) {
        if (!retries.again(attempt)) {
          throw lost(e);
        }
      }
      retries.pauseAfter(attempt, Duration.ZERO);
    }
  }

  /** A refusal that is none of passing faults stands when it was answered to a new address. */
  private void give(Refusal refusal, int attempt, boolean renewed, Download address) {
    if (refusal.status() == 412) {
      throw changed(address.fileName());
    }
    if (!retries.again(attempt) || (renewed && !refusal.passing())) {
      throw refusal.asException("to give " + address.fileName());
    }
  }

  private InputStream open(Job job, Download address, long first, long length)
      throws IOException, InterruptedException, Refused {
    Sender.Answer answer = store.get(address.url(), address.etag(), first, first + length - 1);
    boolean whole = answer.status() == 200 && length == job.address().get().size();
    if (answer.status() == 206 || whole) {
      return answer.body();
    }
    try (answer) {
      throw new Refused(PresignedRequests.refusal(answer.status(), answer.body()));
    }
  }

  /** Bytes on their way into a file. */
  private record Copy(FileChannel target, Optional<MessageDigest> digest, Progress progress) {
    /** Copies at most {@code length} bytes; fewer when the body ends before. */
    long run(InputStream body, long position, long length) throws Broken {
      byte[] buffer = buffer(length);
      long written = 0;
      while (written < length) {
        int count = read(body, buffer, length - written, written);
        if (count < 0) {
          return written;
        }
        write(ByteBuffer.wrap(buffer, 0, count), position + written);
        digest.ifPresent(each -> each.update(buffer, 0, count));
        written += count;
        progress.moved(count);
      }
      return written;
    }

    private static int read(InputStream body, byte[] buffer, long most, long written)
        throws Broken {
      try {
        return body.read(buffer, 0, (int) Math.min(buffer.length, most));
      } catch (IOException e) {
        throw new Broken(written, e);
      }
    }

    private void write(ByteBuffer bytes, long position) {
      try {
        long at = position;
        while (bytes.hasRemaining()) {
          at += target.write(bytes, at);
        }
      } catch (IOException e) {
        throw Failures.local(e);
      }
    }
  }

  /** No larger than what it is for: of small files there are many. */
  private static byte[] buffer(long length) {
    return new byte[(int) Math.min(BUFFER, length)];
  }

  /** The store answered with anything but the bytes. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    Refused(Refusal refusal) {
      super("status " + refusal.status());
      this.refusal = refusal;
    }
  }

  /** The connection ended amid the bytes. */
  private static final class Broken extends IOException {
    private static final long serialVersionUID = 1L;
    private final long written;

    Broken(long written, IOException cause) {
      super(cause.getMessage(), cause);
      this.written = written;
    }
  }

  private static WindlassApiException lost(IOException e) {
    return new WindlassApiException(
        "store_unreachable",
        "The store cannot be reached: " + e.getMessage() + ".",
        Optional.of("Run the same command again: it continues where this one stopped."),
        Optional.of(e));
  }

  private static WindlassApiException changed(String name) {
    return new WindlassApiException(
        "content_changed",
        name + " changed while it was downloaded.",
        Optional.of("Run the same command again to get the new content."),
        Optional.empty());
  }
}
