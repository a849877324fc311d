package io.windlass.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TableTest {
  private record Row(String name, long size, Optional<String> note) {}

  private final StringWriter text = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private Output output(Output.Format format) {
    return new Output(new PrintWriter(text), new PrintWriter(errors), format, false);
  }

  private static final List<Column<Row>> COLUMNS =
      List.of(
          Column.of("NAME", Row::name),
          Column.number("SIZE", Row::size),
          Column.of("NOTE", Row::note));

  @Test
  void columnsAreAsWideAsTheirWidestValue() {
    output(Output.Format.PEOPLE)
        .list(
            Stream.of(
                new Row("a", 5, Optional.empty()), new Row("long name", 12345, Optional.of("x"))),
            "none",
            COLUMNS);
    assertThat(text.toString())
        .isEqualToNormalizingNewlines(
            """
            NAME        SIZE  NOTE
            a              5  -
            long name  12345  x
            """);
  }

  @Test
  void namesCannotSteerTheTerminal() {
    output(Output.Format.PEOPLE)
        .list(Stream.of(new Row("\u001b[2J\u202eevil\n", 1, Optional.empty())), "none", COLUMNS);
    assertThat(text.toString()).contains("\\u001b[2J\\u202eevil\\u000a").doesNotContain("\u001b");
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    output(Output.Format.PEOPLE)
        .list(
            Stream.of(new Row("数据", 1, Optional.empty()), new Row("abcd", 1, Optional.empty())),
            "none",
            COLUMNS);
    assertThat(text.toString()).contains("数据     1").contains("abcd     1");
  }

  @Test
  void anEmptyListSaysWhatToDoToPeopleAndIsAnEmptyArrayToPrograms() {
    output(Output.Format.PEOPLE).list(Stream.<Row>of(), "Make one.", COLUMNS);
    assertThat(text.toString().strip()).isEqualTo("Make one.");
    text.getBuffer().setLength(0);
    output(Output.Format.JSON).list(Stream.<Row>of(), "Make one.", COLUMNS);
    assertThat(text.toString().replaceAll("\\s", "")).isEqualTo("[]");
  }

  @Test
  void programsGetOneArrayWithoutSentences() {
    Output output = output(Output.Format.JSON);
    output.list(Stream.of(new Row("a", 5, Optional.empty())), "none", COLUMNS);
    output.say("A sentence.");
    output.hint("A hint.");
    assertThat(text.toString().replaceAll("\\s", "")).isEqualTo("[{\"name\":\"a\",\"size\":5}]");
    assertThat(errors.toString()).isEmpty();
  }

  @Test
  void rowsArePrintedWhileTheyArrive() {
    AtomicLong asked = new AtomicLong();
    AtomicLong printedEarly = new AtomicLong();
    Stream<Row> rows =
        LongStream.range(0, 5000)
            .mapToObj(number -> {
              asked.incrementAndGet();
              if (number == 4999) {
                printedEarly.set(text.toString().lines().count());
              }
              return new Row("r" + number, number, Optional.empty());
            });
    output(Output.Format.PEOPLE).list(rows, "none", COLUMNS);
    assertThat(asked).hasValue(5000);
    assertThat(printedEarly.get()).isGreaterThan(4000);
  }
}
