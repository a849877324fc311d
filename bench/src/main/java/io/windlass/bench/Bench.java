package io.windlass.bench;

import java.util.List;

/** The benchmarks by name; {@code bench/run} starts it. */
public final class Bench {
  private Bench() {}

  /**
   * Runs the benchmarks that are named: {@code vend}, {@code registration [objects]}, {@code
   * transfer}.
   */
  public static void main(String[] arguments) throws Exception {
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "vend" -> new VendBenchmark().run();
      case "registration" -> new RegistrationBenchmark(number(arguments, 200_000)).run();
      case "transfer" -> new TransferBenchmark(number(arguments, 3)).run();
      case "files" -> new FileSystemBenchmark(number(arguments, 1), percent(arguments)).run();
      case "contents" ->
          new FileSystemBenchmark(number(arguments, 1), percent(arguments)).runContents();
      case "latencies" -> new FileSystemBenchmark(1, 100).runLatencies();
      case "keys" ->
          new KeysBenchmark(number(arguments, 200_000), LinkedDirectory.Import.LISTED).run();
      case "plain-keys" ->
          new KeysBenchmark(number(arguments, 200_000), LinkedDirectory.Import.PLAIN).run();
      case "moves" ->
          new MovesBenchmark(number(arguments, 2), List.of(arguments).stream().skip(2).toList())
              .run();
      case "entries" -> new EntriesBenchmark(number(arguments, 5_000_000), local(arguments)).run();
      case "requests" -> new RequestBenchmark(number(arguments, 3)).run();
      default -> {
        System.err.println(
            "usage: bench/run vend | registration [objects] | transfer [rounds] | requests [rounds] | moves [rounds] [COUNTxBYTES]... | entries [listed [local]] | files [rounds [percent]] (its parts: contents [rounds [percent]], latencies, keys [count]) | plain-keys [count]");
        System.exit(2);
      }
    }
  }

  /** As many as are listed. */
  private static int local(String[] arguments) {
    return arguments.length > 2 ? Integer.parseInt(arguments[2]) : number(arguments, 5_000_000);
  }

  private static int percent(String[] arguments) {
    return arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
  }

  private static int number(String[] arguments, int otherwise) {
    return arguments.length > 1 ? Integer.parseInt(arguments[1]) : otherwise;
  }
}
