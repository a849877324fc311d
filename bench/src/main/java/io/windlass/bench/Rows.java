package io.windlass.bench;

import io.windlass.bench.Table.Cell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The same work in several directories, in turn (A B C, A B C, …) so that all of them meet the same
 * weather; a row with the medians for each work. What fails in one directory is a cell of the
 * table, never its end. Closing it closes the directories.
 */
final class Rows implements AutoCloseable {
  private final List<Mounted> directories;
  private final int rounds;
  private final Table table;

  /** Prints the head of the table. */
  Rows(String name, int rounds, List<Mounted> directories) {
    this.directories = List.copyOf(directories);
    this.rounds = rounds;
    this.table = new Table(System.out, name, directories.stream().map(Mounted::name).toList());
  }

  /** What is done once. */
  interface Work {
    Measured run(Mounted directory, int round) throws Exception;
  }

  /** What comes before it and is not measured. */
  interface Preparation {
    void prepare(Mounted directory) throws Exception;
  }

  /** Nothing to prepare. */
  static void unprepared(Mounted directory) {}

  /** Does the work in all directories, and prints seconds. */
  void add(String name, Preparation preparation, Work work) throws InterruptedException {
    add(name, preparation, work, Cell::of);
  }

  /** The same, with cells of another kind. */
  void add(String name, Preparation preparation, Work work, Function<Measured, Cell> shown)
      throws InterruptedException {
    Map<Mounted, List<Measured>> results = new LinkedHashMap<>();
    Map<Mounted, Cell> failures = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Mounted directory : directories) {
        if (!failures.containsKey(directory)) {
          try {
            preparation.prepare(directory);
            results
                .computeIfAbsent(directory, _ -> new ArrayList<>())
                .add(work.run(directory, round));
          } catch (InterruptedException e) {
            throw e;
          } catch (Exception e) {
            failures.put(directory, Cell.failed(e));
            recover(directory);
          }
        }
      }
    }
    table.row(
        name,
        directories.stream()
            .map(directory ->
                failures.containsKey(directory)
                    ? failures.get(directory)
                    : shown.apply(Measured.median(results.getOrDefault(directory, List.of()))))
            .toList());
  }

  private static void recover(Mounted directory) throws InterruptedException {
    try {
      directory.recover();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      System.out.printf("    %s cannot be used again: %s%n", directory.name(), e.getMessage());
    }
  }

  @Override
  public void close() {
    for (Mounted directory : directories) {
      try {
        directory.close();
      } catch (IOException e) {
        System.out.printf("    %s cannot be closed: %s%n", directory.name(), e.getMessage());
      }
    }
  }
}
