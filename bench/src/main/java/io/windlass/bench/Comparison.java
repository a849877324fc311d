package io.windlass.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Programs that do the same work, run in turn (A B C, A B C, …) so that all of them meet the same
 * weather; prints medians and ratios. A program that fails gets a cell that says so.
 */
final class Comparison {
  /** One program's way to do the work. */
  interface Contender {
    /** Undoes what an earlier run left; not measured. */
    default void prepare() throws Exception {}

    /** Does the work once. */
    Measured run() throws Exception;
  }

  /** CPU seconds so far of what all programs use and none of them is charged for. */
  interface Meter {
    double seconds() throws IOException;
  }

  private final String name;
  private final Optional<Duration> enough;
  private final Optional<Meter> store;
  private final Map<String, Runs> contenders = new LinkedHashMap<>();

  /** All rounds, whatever they take. */
  Comparison(String name) {
    this.name = name;
    this.enough = Optional.empty();
    this.store = Optional.empty();
  }

  /**
   * A comparison whose slow contenders are not repeated.
   *
   * @param enough a contender is not run again once its runs and their preparation took so long
   * @param store is shown beside, so that a reader sees who was waited for
   */
  Comparison(String name, Duration enough, Meter store) {
    this.name = name;
    this.enough = Optional.of(enough);
    this.store = Optional.of(store);
  }

  /** The runs of one contender. */
  private static final class Runs {
    private final Contender contender;
    private final boolean ours;
    private final Optional<Meter> store;
    private final List<Measured> measured = new ArrayList<>();
    private final List<Double> storeSeconds = new ArrayList<>();
    private Optional<String> failure = Optional.empty();
    private long nanos;

    private Runs(Contender contender, boolean ours, Optional<Meter> store) {
      this.contender = contender;
      this.ours = ours;
      this.store = store;
    }

    private void once() throws InterruptedException {
      long begun = System.nanoTime();
      try {
        contender.prepare();
        double before = storeSeconds();
        measured.add(contender.run());
        storeSeconds.add(storeSeconds() - before);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        failure = Optional.of(String.valueOf(e.getMessage()));
      }
      nanos += System.nanoTime() - begun;
    }

    private double storeSeconds() throws IOException {
      return store.isPresent() ? store.get().seconds() : 0;
    }

    private double medianStoreSeconds() {
      List<Double> sorted = storeSeconds.stream().sorted().toList();
      return sorted.get(sorted.size() / 2);
    }

    private Measured median() {
      return Measured.median(measured);
    }
  }

  /** One of those that are compared with the best of all others. */
  Comparison ours(String program, Contender contender) {
    contenders.put(program, new Runs(contender, true, store));
    return this;
  }

  Comparison with(String program, Contender contender) {
    contenders.put(program, new Runs(contender, contenders.isEmpty(), store));
    return this;
  }

  /**
   * Runs every contender {@code rounds} times after one round that does not count; where slow ones
   * are not repeated, and with a single round, the first counts.
   */
  void run(int rounds) throws InterruptedException {
    for (int round = rounds > 1 && enough.isEmpty() ? 0 : 1; round <= rounds; round++) {
      for (Runs runs : contenders.values()) {
        if (runs.failure.isEmpty() && (round <= 1 || !hadEnough(runs))) {
          runs.once();
        }
        if (round == 0) {
          runs.measured.clear();
          runs.storeSeconds.clear();
        }
      }
    }
    print();
  }

  private boolean hadEnough(Runs runs) {
    return enough.filter(most -> runs.nanos >= most.toNanos()).isPresent();
  }

  private void print() {
    System.out.printf("%n%s%n", name);
    System.out.printf(
        "  %-22s %4s %8s %8s %9s%s%n",
        "program",
        "runs",
        "wall s",
        "cpu s",
        "peak MiB",
        store.isPresent() ? "  store's cpu s" : "");
    contenders.forEach((program, runs) -> {
      if (runs.failure.isPresent()) {
        System.out.printf("  %-22s failed: %s%n", program, runs.failure.get());
        return;
      }
      Measured median = runs.median();
      System.out.printf(
          "  %-22s %4d %8.2f %8.2f %9.0f%s%n",
          program,
          runs.measured.size(),
          median.wall(),
          median.cpu(),
          median.peakMebibytes(),
          store.isPresent() ? "  %13.2f".formatted(runs.medianStoreSeconds()) : "");
    });
    contenders.forEach((program, runs) -> {
      if (runs.ours && runs.failure.isEmpty()) {
        besideBest(program, runs.median());
      }
    });
  }

  /** One of ours beside the best of the others, each figure by itself. */
  private void besideBest(String program, Measured ours) {
    List<Measured> others =
        contenders.values().stream()
            .filter(runs -> !runs.ours && runs.failure.isEmpty())
            .map(Runs::median)
            .toList();
    if (others.isEmpty()) {
      return;
    }
    System.out.printf(
        "  %s as multiples of the best of the others: wall %.2f, cpu %.2f, memory %.2f%n",
        program,
        ours.wall() / best(others, Measured::wall),
        ours.cpu() / best(others, Measured::cpu),
        ours.peakMebibytes() / best(others, Measured::peakMebibytes));
  }

  private static double best(List<Measured> others, ToDoubleFunction<Measured> figure) {
    return others.stream().mapToDouble(figure).min().orElseThrow();
  }
}
