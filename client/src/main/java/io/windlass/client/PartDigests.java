package io.windlass.client;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The digests of an upload in parts: MD5s of the parts as they are sent, and one of the whole,
 * taken in order right behind them, while their bytes are still in the machine's memory.
 * Thread-safe.
 */
final class PartDigests {
  private static final int BUFFER = 256 * 1024;

  private final String[] md5s;

  PartDigests(int parts) {
    this.md5s = new String[parts];
  }

  /** Work that ends when all parts are there. */
  @FunctionalInterface
  interface Sending {
    void run();
  }

  /** The part has arrived. */
  synchronized void put(int number, String md5) {
    md5s[number - 1] = md5;
    notifyAll();
  }

  private synchronized void await(int number) throws InterruptedException {
    while (md5s[number - 1] == null) {
      wait();
    }
  }

  /** MD5 of the MD5s of all parts. */
  synchronized String together() {
    MessageDigest digest = Digests.of("MD5");
    for (String md5 : md5s) {
      digest.update(HexFormat.of().parseHex(md5));
    }
    return Digests.hex(digest);
  }

  /**
   * Sends, and takes the digest of the whole behind it.
   *
   * @param algorithm absent: no digest
   */
  Optional<String> behind(Source source, long partSize, Optional<String> algorithm, Sending sending)
      throws IOException {
    if (algorithm.isEmpty()) {
      sending.run();
      return Optional.empty();
    }
    try (ExecutorService follower = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> digest =
          follower.submit(() -> follow(source, partSize, Digests.of(algorithm.get())));
      try {
        sending.run();
        return Optional.of(digest.get());
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

  private String follow(Source source, long partSize, MessageDigest digest)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    for (int number = 1; number <= md5s.length; number++) {
      await(number);
      long start = (number - 1) * partSize;
      long length = Math.min(partSize, source.size() - start);
      try (InputStream in = new Region(source.channel(), start, length, _ -> {})) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          digest.update(buffer, 0, count);
        }
      }
    }
    return Digests.hex(digest);
  }
}
