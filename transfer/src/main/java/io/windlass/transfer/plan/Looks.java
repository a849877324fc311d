package io.windlass.transfer.plan;

import static java.util.Objects.requireNonNull;

import io.windlass.foundation.WindlassException;
import io.windlass.transfer.NewTransfer;
import io.windlass.transfer.TransferItem;
import io.windlass.transfer.collection.Item;
import io.windlass.transfer.move.Fault;
import io.windlass.transfer.move.Side;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Looks at single files, many at once and some ahead of the planner. Not thread-safe. */
final class Looks {
  private static final int AHEAD = 64;

  private final Planner.Sides sides;
  private final NewTransfer transfer;
  private Map<Integer, Future<Look>> looks = new HashMap<>();

  /** What was seen; {@code there} only where the transfer compares. */
  record Look(Item source, Optional<Item> there) {}

  Looks(Planner.Sides sides, NewTransfer transfer) {
    this.sides = sides;
    this.transfer = transfer;
  }

  /** What is there for an item. */
  Look at(int index) {
    if (!looks.containsKey(index)) {
      looks = ahead(index);
    }
    try {
      return requireNonNull(looks.get(index)).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WindlassException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Map<Integer, Future<Look>> ahead(int from) {
    List<TransferItem> items = transfer.items();
    Map<Integer, Future<Look>> futures = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = from; i < Math.min(items.size(), from + AHEAD); i++) {
        TransferItem item = items.get(i);
        if (i == from || !item.recursive().orElse(false)) {
          futures.put(i, threads.submit(() -> look(item)));
        }
      }
    }
    return futures;
  }

  private Look look(TransferItem item) {
    return new Look(
        sides.source().stat(item.source()),
        transfer.options().sync().isPresent() ? there(item) : Optional.empty());
  }

  private Optional<Item> there(TransferItem item) {
    try {
      return Optional.of(sides.destination().stat(item.destination()))
          .filter(found -> found.type() != Item.Type.DIRECTORY);
    } catch (WindlassException e) {
      if (Fault.of(e, Side.DESTINATION).code().equals("FILE_NOT_FOUND")) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
