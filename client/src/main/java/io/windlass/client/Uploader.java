package io.windlass.client;

import io.windlass.client.PresignedRequests.Refusal;
import io.windlass.client.model.Entry;
import io.windlass.client.model.NewUpload;
import io.windlass.client.model.PartDigest;
import io.windlass.client.model.PresignedPart;
import io.windlass.client.model.Upload;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Brings one file to the server: digests first, so that the same command continues where another
 * one was cut off, then the missing parts, several at once. Bytes are read from the file as they
 * are sent; memory does not grow with the size of file or part. Thread-safe.
 */
final class Uploader {
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

  /** The file as it was when its digests were taken. */
  record Source(Path path, FileChannel channel, BasicFileAttributes attributes) {
    long size() {
      return attributes.size();
    }

    void mustBeUnchanged() throws IOException {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      if (now.size() != size() || !now.lastModifiedTime().equals(attributes.lastModifiedTime())) {
        throw changed(path);
      }
    }
  }

  Entry upload(Source source, NewUpload wanted, Progress progress) throws IOException {
    Upload upload = uploads.start(wanted);
    if (upload.state().equals("uploading")) {
      sendMissing(source, wanted, upload, progress);
      source.mustBeUnchanged();
    }
    return uploads.complete(upload.id());
  }

  private void sendMissing(Source source, NewUpload wanted, Upload upload, Progress progress) {
    progress.begun("uploading", source.size());
    IntStream missing =
        IntStream.rangeClosed(1, upload.partsState().length())
            .filter(number -> {
              boolean arrived = upload.partsState().charAt(number - 1) == '1';
              if (arrived) {
                progress.moved(part(upload, number).length());
              }
              return !arrived;
            });
    Parallel.forEach(
        missing.iterator(),
        permits,
        number -> send(source, wanted, upload.id(), part(upload, number), progress));
  }

  private record Part(int number, long start, long length, boolean whole) {}

  private static Part part(Upload upload, int number) {
    long start = (number - 1) * upload.partSize();
    long length = Math.min(upload.partSize(), upload.size() - start);
    return new Part(number, start, length, length == upload.size());
  }

  private void send(Source source, NewUpload wanted, String id, Part part, Progress progress)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      // digest and address anew each time: the address may have ended, the bytes may have changed
      String md5 =
          part.whole() && wanted.md5().isPresent()
              ? wanted.md5().get()
              : Digests.of("MD5", source.channel(), part.start(), part.length(), _ -> {});
      PartDigest digest = new PartDigest(part.number(), md5);
      PresignedPart target = uploads.presign(id, List.of(digest)).getFirst();
      AtomicLong moved = new AtomicLong();
      Optional<Refusal> refusal = Optional.empty();
      try {
        refusal = store.put(target, body(source, part, progress, moved));
        if (refusal.isEmpty()) {
          uploads.sent(id, digest);
          return;
        }
      } catch (IOException e) {
        if (!retries.again(attempt)) {
          throw lost(e);
        }
      }
      progress.moved(-moved.get());
      int now = attempt;
      refusal
          .filter(answer -> answer.passing() ? !retries.again(now) : now > 1)
          .ifPresent(answer -> {
            throw answer.asException("part " + part.number() + " of " + source.path());
          });
      retries.pauseAfter(attempt, Duration.ZERO);
    }
  }

  private static BodyPublisher body(Source source, Part part, Progress progress, AtomicLong moved) {
    if (part.length() == 0) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() ->
            new Region(
                source.channel(),
                part.start(),
                part.length(),
                count -> {
                  moved.addAndGet(count);
                  progress.moved(count);
                })),
        part.length());
  }

  private static WindlassApiException lost(IOException e) {
    return new WindlassApiException(
        "store_unreachable",
        "The store cannot be reached: " + e.getMessage() + ".",
        Optional.of("Run the same command again: it continues where this one stopped."),
        Optional.of(e));
  }

  private static WindlassApiException changed(Path path) {
    return new WindlassApiException(
        "file_changed",
        path + " changed while it was uploaded.",
        Optional.of("Run the same command again when nothing writes to the file."),
        Optional.empty());
  }
}
