package io.windlass.filesystem.lazy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that fetch content and the buffers they fill, as many as the settings allow. Platform
 * threads: what they do on the disk would block the carriers of virtual ones. Thread-safe.
 */
final class Fetches {
  static final int BUFFER = 1 << 20;

  private final ThreadPoolExecutor threads;
  private final ConcurrentLinkedDeque<MemorySegment> buffers = new ConcurrentLinkedDeque<>();
  private final Set<Fetch> running = ConcurrentHashMap.newKeySet();

  Fetches(int most, ThreadFactory factory) {
    threads =
        new ThreadPoolExecutor(
            most, most, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    threads.allowCoreThreadTimeOut(true);
  }

  void start(Fetch fetch) {
    threads.execute(() -> {
      running.add(fetch);
      MemorySegment pooled = buffers.pollFirst();
      MemorySegment buffer = pooled == null ? Arena.ofAuto().allocate(BUFFER, 4096) : pooled;
      try {
        fetch.run(buffer.asByteBuffer().clear());
      } finally {
        running.remove(fetch);
        buffers.addFirst(buffer);
      }
    });
  }

  /** Those that are being made. */
  Set<Fetch> running() {
    return running;
  }

  ExecutorService threads() {
    return threads;
  }
}
