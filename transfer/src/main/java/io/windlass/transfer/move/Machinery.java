package io.windlass.transfer.move;

import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.TransferSettings.Web;
import io.windlass.transfer.web.WebClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
  private final WebClient web;
  private final Map<UUID, Flow> flows = new ConcurrentHashMap<>();
  private final Set<String> refusedCopies = ConcurrentHashMap.newKeySet();

  /** Bounds of a node. */
  public Machinery(Size size, Web settings) {
    this.size = size;
    this.web = new WebClient(settings.allowed(), settings.patience());
    this.files = new Semaphore(size.filesInFlight());
    this.parts = new Parts(size.partsInFlight(), partThreads);
  }

  Size size() {
    return size;
  }

  /**
   * Waits until one more file may be in flight on this node and to these collections.
   *
   * @param collections in an order that is the same for all callers
   */
  public Permit enter(List<UUID> collections) throws InterruptedException {
    List<Flow> entered = new ArrayList<>(collections.size());
    files.acquire();
    try {
      for (UUID collection : collections) {
        Flow flow = flow(collection);
        flow.enter();
        entered.add(flow);
      }
      return new Permit(files, entered);
    } catch (InterruptedException e) {
      new Permit(files, entered).leave(false);
      throw e;
    }
  }

  /** Leave to move one file. */
  public static final class Permit {
    private final Semaphore files;
    private final List<Flow> flows;

    private Permit(Semaphore files, List<Flow> flows) {
      this.files = files;
      this.flows = flows;
    }

    /** Gives it back, once; a store that was too busy gets less from now on. */
    public void leave(boolean throttled) {
      for (Flow flow : flows) {
        flow.leave(throttled);
      }
      files.release();
    }
  }

  /** Reaches addresses that users name. */
  public WebClient web() {
    return web;
  }

  Parts parts() {
    return parts;
  }

  /** The bound on one collection. */
  Flow flow(UUID collection) {
    return flows.computeIfAbsent(collection, _ -> new Flow(size.filesInFlight() * 2));
  }

  /** Pairs of buckets where the destination's keys may not copy from the source. */
  Set<String> refusedCopies() {
    return refusedCopies;
  }

  @Override
  public void close() {
    partThreads.shutdownNow();
    web.close();
  }
}
