package io.windlass.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Programs that do the same work, run in turn (A B C, A B C, …) so that all of them meet the same
 * weather; prints medians and ratios to the first.
 */
final class Comparison {
  /** One program's way to do the work. */
  interface Contender {
    /** Undoes what an earlier run left; not measured. */
    default void prepare() throws Exception {}

    /** Does the work once. */
    Measured run() throws Exception;
  }

  private final String name;
  private final Map<String, Contender> contenders = new LinkedHashMap<>();

  Comparison(String name) {
    this.name = name;
  }

  Comparison with(String program, Contender contender) {
    contenders.put(program, contender);
    return this;
  }

  /**
   * Runs every contender {@code rounds} times after one round that does not count; a single round
   * counts.
   */
  void run(int rounds) throws Exception {
    Map<String, List<Measured>> results = new LinkedHashMap<>();
    for (int round = rounds == 1 ? 1 : 0; round <= rounds; round++) {
      for (var contender : contenders.entrySet()) {
        contender.getValue().prepare();
        Measured measured = contender.getValue().run();
        if (round > 0) {
          results.computeIfAbsent(contender.getKey(), _ -> new ArrayList<>()).add(measured);
        }
      }
    }
    print(results);
  }

  private void print(Map<String, List<Measured>> results) {
    Measured first = Measured.median(results.values().iterator().next());
    System.out.printf("%n%s%n", name);
    System.out.printf(
        "  %-22s %8s %8s %9s   %s%n",
        "program", "wall s", "cpu s", "peak MiB", "wall, cpu as multiples of the first");
    results.forEach((program, runs) -> {
      Measured median = Measured.median(runs);
      System.out.printf(
          "  %-22s %8.2f %8.2f %9.0f   %.2f, %.2f%n",
          program,
          median.wall(),
          median.cpu(),
          median.peakMebibytes(),
          median.wall() / first.wall(),
          median.cpu() / first.cpu());
    });
    best(results.values().stream().map(Measured::median).toList());
  }

  /** The first beside the best of the others, each figure by itself. */
  private static void best(List<Measured> medians) {
    Measured first = medians.getFirst();
    List<Measured> others = medians.subList(1, medians.size());
    if (others.isEmpty()) {
      return;
    }
    System.out.printf(
        "  the first as multiples of the best of the others: wall %.2f, cpu %.2f, memory %.2f%n",
        first.wall() / best(others, Measured::wall),
        first.cpu() / best(others, Measured::cpu),
        first.peakMebibytes() / best(others, Measured::peakMebibytes));
  }

  private static double best(List<Measured> others, ToDoubleFunction<Measured> figure) {
    return others.stream().mapToDouble(figure).min().orElseThrow();
  }
}
