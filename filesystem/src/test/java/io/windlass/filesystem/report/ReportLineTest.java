package io.windlass.filesystem.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.Promise;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ReportLineTest {
  @Test
  @Promise("T5")
  void paths_are_quoted_as_fsx_shows_it() {
    assertThat(path("@x")).isEqualTo("\"\"\"@x\"\"\"");
    assertThat(path("a,b")).isEqualTo("\"a,b\"");
    assertThat(path("a\"b")).isEqualTo("\"a\"\"b\"");
    assertThat(path("plain/path 1")).isEqualTo("plain/path 1");
    assertThat(new ReportLine("p", true, "S3ObjectInUnsupportedTier").csv())
        .isEqualTo("p,succeeded with warning,S3ObjectInUnsupportedTier\n");
  }

  @Property
  void a_reader_of_csv_gets_back_what_was_written(@ForAll("paths") List<String> paths) {
    StringBuilder file = new StringBuilder();
    paths.forEach(path -> file.append(new ReportLine(path, false, "S3Error").csv()));
    List<List<String>> read = parse(file.toString());
    assertThat(read).hasSameSizeAs(paths);
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      boolean formula = !path.isEmpty() && "@+-=".indexOf(path.charAt(0)) >= 0;
      assertThat(read.get(i))
          .containsExactly(formula ? "\"" + path + "\"" : path, "failed", "S3Error");
    }
  }

  @Property
  void no_cell_begins_like_a_formula(@ForAll("paths") List<String> paths) {
    for (String path : paths) {
      assertThat(parse(new ReportLine(path, false, "X").csv()).getFirst().getFirst())
          .doesNotStartWith("@")
          .doesNotStartWith("+")
          .doesNotStartWith("-")
          .doesNotStartWith("=");
    }
  }

  @Provide
  Arbitrary<List<String>> paths() {
    return Arbitraries.strings()
        .withChars("ab@+-=,\"\r\n ü/")
        .ofMinLength(1)
        .ofMaxLength(8)
        .list()
        .ofMaxSize(5);
  }

  private static String path(String path) {
    String line = new ReportLine(path, false, "S3Error").csv();
    return line.substring(0, line.length() - ",failed,S3Error\n".length());
  }

  /** As RFC 4180 reads it. */
  private static List<List<String>> parse(String text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == ',') {
        line.add(cell.toString());
        cell.setLength(0);
      } else if (!quoted && c == '\n') {
        line.add(cell.toString());
        cell.setLength(0);
        lines.add(line);
        line = new ArrayList<>();
      } else {
        cell.append(c);
      }
    }
    return lines;
  }
}
