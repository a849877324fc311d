package io.windlass.client;

import io.windlass.client.PresignedRequests.Refusal;
import io.windlass.client.model.CompleteUpload;
import io.windlass.client.model.Entry;
import io.windlass.client.model.NewUpload;
import io.windlass.client.model.PartDigest;
import io.windlass.client.model.PresignedPart;
import io.windlass.client.model.StartedUpload;
import io.windlass.client.model.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Brings one file to the server: in one PUT where that is enough and the digest is known, else the
 * parts that are missing, several at once. Digests are taken of the bytes as they are sent; only a
 * part whose store proves nothing is read before. Memory does not grow with the size of file or
 * part. Thread-safe.
 */
final class Uploader {
  private static final CompleteUpload KNOWN =
      new CompleteUpload(Optional.empty(), Optional.empty(), Optional.empty());

  private final Uploads uploads;
  private final PresignedRequests store;
  private final Retries retries;
  private final Semaphore permits;

  Uploader(Uploads uploads, PresignedRequests store, Retries retries, Semaphore permits) {
    this.uploads = uploads;
    this.store = store;
    this.retries = retries;
    this.permits = permits;
  }

  /** What came of it: the file, and whether it had these bytes already. */
  record Uploaded(Entry entry, boolean unchanged) {}

  Uploaded upload(Source source, NewUpload wanted, Progress progress) throws IOException {
    StartedUpload started = uploads.start(wanted);
    if (started.unchanged().isPresent()) {
      return new Uploaded(started.unchanged().get(), true);
    }
    Upload upload = started.upload().orElseThrow();
    CompleteUpload digests = KNOWN;
    if (upload.state().equals("uploading")) {
      progress.begun("uploading", source.size());
      if (started.put().isPresent()) {
        sendWhole(source, wanted, upload, started.put().get(), progress);
      } else {
        digests =
            sendParts(
                new Job(source, wanted, upload, arrived(upload), started.signDigests(), progress));
      }
      source.mustBeUnchanged();
    }
    return new Uploaded(uploads.complete(upload.id(), digests), false);
  }

  private static Map<Integer, String> arrived(Upload upload) {
    return upload.parts().stream()
        .collect(Collectors.toMap(PartDigest::number, part -> part.md5().orElse("")));
  }

  /** An upload in parts. */
  private record Job(
      Source source,
      NewUpload wanted,
      Upload upload,
      Map<Integer, String> arrived,
      boolean signDigests,
      Progress progress) {
    Part part(int number) {
      long start = (number - 1) * upload.partSize();
      return new Part(number, start, Math.min(upload.partSize(), upload.size() - start));
    }

    int parts() {
      return upload.partsState().length();
    }
  }

  private record Part(int number, long start, long length) {}

  /** All bytes with one request; the caller completes the upload. */
  void sendWhole(
      Source source, NewUpload wanted, Upload upload, PresignedPart put, Progress progress)
      throws IOException {
    Part whole = new Part(1, 0, source.size());
    permits.acquireUninterruptibly();
    try {
      PresignedPart target = put;
      for (int attempt = 1; sent(source, whole, target, progress, attempt).isEmpty(); attempt++) {
        // another address: this one may have ended
        target = uploads.presign(upload.id(), List.of(new PartDigest(1, wanted.md5()))).getFirst();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      permits.release();
    }
  }

  /** Sends what is missing; answers the digests that were not known before. */
  private CompleteUpload sendParts(Job job) throws IOException {
    PartDigests digests = new PartDigests(job.parts());
    boolean known = job.wanted().sha256().isPresent();
    Optional<String> sha256 =
        digests.behind(
            job.source(),
            job.upload().partSize(),
            known ? Optional.empty() : Optional.of("SHA-256"),
            () ->
                Parallel.forEach(
                    IntStream.rangeClosed(1, job.parts()).iterator(),
                    permits,
                    number -> digests.put(number, send(job, job.part(number)))));
    return new CompleteUpload(Optional.empty(), sha256, Optional.of(digests.together()));
  }

  /** Sends a part unless it has arrived with the bytes that the file has now; its MD5. */
  private String send(Job job, Part part) throws IOException, InterruptedException {
    Optional<String> arrived = Optional.ofNullable(job.arrived().get(part.number()));
    if (arrived.isPresent() && arrived.get().equals(md5(job.source(), part))) {
      job.progress().moved(part.length());
      return arrived.get();
    }
    for (int attempt = 1; ; attempt++) {
      // digest and address anew each time: the address may have ended, the bytes may have changed
      Optional<String> before =
          job.signDigests() ? Optional.of(md5(job.source(), part)) : Optional.empty();
      PartDigest wanted = new PartDigest(part.number(), before);
      PresignedPart target = uploads.presign(job.upload().id(), List.of(wanted)).getFirst();
      Optional<String> md5 = sent(job.source(), part, target, job.progress(), attempt);
      if (md5.isPresent() && taken(job, part, md5.get(), attempt)) {
        return md5.get();
      }
    }
  }

  private static String md5(Source source, Part part) throws IOException {
    return Digests.of("MD5", source.channel(), part.start(), part.length(), _ -> {});
  }

  /** Whether the server has found the part in the store; what got lost may be sent again. */
  private boolean taken(Job job, Part part, String md5, int attempt) {
    try {
      uploads.sent(job.upload().id(), part.number(), md5);
      return true;
    } catch (WindlassApiException e) {
      if (!e.code().equals("part_not_there") || !retries.again(attempt)) {
        throw e;
      }
      job.progress().moved(-part.length());
      return false;
    }
  }

  /** One attempt: the MD5 of what the store took, or nothing when there is to be another one. */
  private Optional<String> sent(
      Source source, Part part, PresignedPart target, Progress progress, int attempt)
      throws InterruptedException {
    Body body = new Body(source, part, progress);
    Optional<Refusal> refusal = Optional.empty();
    try {
      refusal = store.put(target, body);
      if (refusal.isEmpty()) {
        return Optional.of(body.md5());
      }
    } catch (Sender.LocalException e) {
      throw Failures.local(e);
    } catch (IOException e) {
      if (!retries.again(attempt)) {
        throw lost(e);
      }
    }
    body.takeBack();
    refusal
        .filter(answer -> answer.passing() ? !retries.again(attempt) : attempt > 1)
        .ifPresent(answer -> {
          throw answer.asException("part " + part.number() + " of " + source.path());
        });
    retries.pauseAfter(attempt, Duration.ZERO);
    return Optional.empty();
  }

  /** The bytes of a part on their way, with their digest. */
  private static final class Body implements Sender.Body {
    private final Source source;
    private final Part part;
    private final Progress progress;
    private final AtomicLong moved = new AtomicLong();
    private final AtomicReference<MessageDigest> digest = new AtomicReference<>(Digests.of("MD5"));

    Body(Source source, Part part, Progress progress) {
      this.source = source;
      this.part = part;
      this.progress = progress;
    }

    @Override
    public long length() {
      return part.length();
    }

    @Override
    public InputStream open() {
      takeBack();
      MessageDigest fresh = Digests.of("MD5");
      digest.set(fresh);
      Region bytes =
          new Region(
              source.channel(),
              part.start(),
              part.length(),
              count -> {
                moved.addAndGet(count);
                progress.moved(count);
              });
      return new DigestInputStream(bytes, fresh);
    }

    void takeBack() {
      progress.moved(-moved.getAndSet(0));
    }

    String md5() {
      return Digests.hex(digest.get());
    }
  }

  private static WindlassApiException lost(IOException e) {
    return new WindlassApiException(
        "store_unreachable",
        "The store cannot be reached: " + e.getMessage() + ".",
        Optional.of("Run the same command again: it continues where this one stopped."),
        Optional.of(e));
  }
}
