package io.windlass.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A table that is printed row by row as the rows come: a column for each program, and the first
 * program as multiples of the others.
 */
final class Table {
  private static final int NAME = 44;
  private static final int CELL = 38;

  private final PrintStream out;
  private final List<String> programs;

  /** Prints the head. */
  Table(PrintStream out, String name, List<String> programs) {
    this.out = out;
    this.programs = List.copyOf(programs);
    out.printf("%n%s%n", name);
    line(
        "",
        programs,
        "%s as multiples of %s"
            .formatted(
                programs.getFirst(), String.join(", ", programs.subList(1, programs.size()))));
  }

  /**
   * What one program did.
   *
   * @param figure what is compared; absent when there is nothing to compare
   * @param text what is shown
   * @param remark printed below the row
   */
  record Cell(OptionalDouble figure, String text, Optional<String> remark) {
    /** A figure. */
    static Cell of(double figure, String text) {
      return new Cell(OptionalDouble.of(figure), text, Optional.empty());
    }

    /** Wall and CPU seconds. */
    static Cell of(Measured measured) {
      return of(measured.wall(), "%.2f s · %.2f cpu".formatted(measured.wall(), measured.cpu()));
    }

    /** Something that this program cannot do, or that is not asked of it. */
    static Cell none() {
      return new Cell(OptionalDouble.empty(), "–", Optional.empty());
    }

    /** It did not work. */
    static Cell failed(Exception failure) {
      String text = failure instanceof TookTooLong late ? late.text() : "failed";
      return new Cell(
          OptionalDouble.empty(), text, Optional.of(String.valueOf(failure.getMessage())));
    }
  }

  /** Prints a row; a cell for each program. */
  void row(String name, List<Cell> cells) {
    OptionalDouble first = cells.getFirst().figure();
    String multiples =
        cells.stream()
            .skip(1)
            .map(cell -> multiple(first, cell.figure()))
            .collect(Collectors.joining(", "));
    line(name, cells.stream().map(Cell::text).toList(), multiples);
    for (int at = 0; at < cells.size(); at++) {
      String program = programs.get(at);
      cells.get(at).remark().ifPresent(remark -> out.printf("    %s: %s%n", program, remark));
    }
    out.flush();
  }

  private static String multiple(OptionalDouble first, OptionalDouble other) {
    return first.isPresent() && other.isPresent() && other.getAsDouble() > 0
        ? "%.3g".formatted(first.getAsDouble() / other.getAsDouble())
        : "–";
  }

  private void line(String name, List<String> cells, String last) {
    List<String> padded = new ArrayList<>();
    cells.forEach(cell -> padded.add(("%-" + CELL + "s").formatted(cell)));
    out.printf("%-" + NAME + "s %s %s%n", name, String.join(" ", padded), last);
  }
}
