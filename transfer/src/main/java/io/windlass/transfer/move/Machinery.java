package io.windlass.transfer.move;

import io.windlass.transfer.TransferSettings.Size;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * What the movers of one node share: the bounds on what is in flight, the threads for parts, and
 * what was learned about pairs of buckets. Thread-safe.
 */
public final class Machinery implements AutoCloseable {
  private final Size size;
  private final Semaphore files;
  private final ExecutorService partThreads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("parts-", 0).factory());
  private final Parts parts;
  private final Map<String, Flow> flows = new ConcurrentHashMap<>();
  private final Set<String> refusedCopies = ConcurrentHashMap.newKeySet();

  /** Bounds of a node. */
  public Machinery(Size size) {
    this.size = size;
    this.files = new Semaphore(size.filesInFlight());
    this.parts = new Parts(size.partsInFlight(), partThreads);
  }

  Size size() {
    return size;
  }

  /** One permit for each file in flight. */
  public Semaphore files() {
    return files;
  }

  Parts parts() {
    return parts;
  }

  /** The bound on one collection. */
  Flow flow(String collection) {
    return flows.computeIfAbsent(collection, _ -> new Flow(size.filesInFlight() * 2));
  }

  /** Pairs of buckets where the destination's keys may not copy from the source. */
  Set<String> refusedCopies() {
    return refusedCopies;
  }

  @Override
  public void close() {
    partThreads.shutdownNow();
  }
}
