package io.windlass.cli.output;

import io.windlass.cli.output.Column.Alignment;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Rows under titles. Widths come from the first rows, so that a list of any length is printed while
 * it arrives; a later, wider value pushes its row only.
 */
final class Table<T> {
  private static final int MEASURED = 1000;
  private static final String GAP = "  ";

  private final List<Column<T>> columns;
  private final int[] widths;

  Table(List<Column<T>> columns) {
    this.columns = columns;
    this.widths = columns.stream().mapToInt(column -> Text.width(column.title())).toArray();
  }

  /** Prints all rows, each with an end of its line; returns how many there were. */
  long print(Iterator<T> rows, PrintWriter out) {
    List<List<String>> measured = new ArrayList<>();
    while (rows.hasNext() && measured.size() < MEASURED) {
      List<String> cells = cells(rows.next());
      measure(cells);
      measured.add(cells);
    }
    if (measured.isEmpty()) {
      return 0;
    }
    out.println(line(columns.stream().map(Column::title).toList()));
    measured.forEach(cells -> out.println(line(cells)));
    long count = measured.size();
    while (rows.hasNext()) {
      out.println(line(cells(rows.next())));
      count++;
    }
    return count;
  }

  private List<String> cells(T row) {
    return columns.stream().map(column -> Text.harmless(column.value().apply(row))).toList();
  }

  private void measure(List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], Text.width(cells.get(i)));
    }
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(Math.max(0, widths[i] - Text.width(cells.get(i))));
      boolean right = columns.get(i).alignment() == Alignment.RIGHT;
      line.append(i == 0 ? "" : GAP)
          .append(right ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }
}
