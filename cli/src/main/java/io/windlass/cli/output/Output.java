package io.windlass.cli.output;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.windlass.client.WindlassJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a command prints its results: tables and sentences for people, or JSON for programs. JSON
 * is one object for a thing and one array for a list, with the names of the native API; nothing
 * else goes to standard output then.
 */
public final class Output {
  private static final ObjectWriter JSON =
      WindlassJson.mapper().writer().with(SerializationFeature.INDENT_OUTPUT);

  private final PrintWriter out;
  private final PrintWriter err;
  private final Format format;
  private final boolean terminal;

  /** Who reads the results. */
  public enum Format {
    PEOPLE,
    JSON
  }

  /**
   * An output.
   *
   * @param terminal whether a person watches, who sees progress
   */
  public Output(PrintWriter out, PrintWriter err, Format format, boolean terminal) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.terminal = terminal;
  }

  /** Whether the results are for a program. */
  public boolean json() {
    return format == Format.JSON;
  }

  /** Whether somebody watches. */
  public boolean terminal() {
    return terminal;
  }

  /**
   * A list, printed while it arrives.
   *
   * @param none said to people when it is empty, with what to do about it
   */
  public <T> void list(Stream<T> items, String none, List<Column<T>> columns) {
    Iterator<T> rows = items.iterator();
    if (json()) {
      array(rows);
    } else if (new Table<>(columns).print(rows, out) == 0) {
      say(none);
    }
    out.flush();
  }

  private void array(Iterator<?> items) {
    try (SequenceWriter writer =
        JSON.without(com.fasterxml.jackson.core.JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .writeValuesAsArray(out)) {
      while (items.hasNext()) {
        writer.write(items.next());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }

  /**
   * One thing.
   *
   * @param value for programs
   * @param facts for people
   */
  public void one(Object value, Facts facts) {
    if (json()) {
      raw(text(value));
    } else {
      facts.print(out);
      out.flush();
    }
  }

  /** One thing for programs; for people a sentence that says what happened. */
  public void done(Object value, String sentence) {
    if (json()) {
      raw(text(value));
    } else {
      say(sentence);
    }
  }

  /** The thing as indented JSON. */
  public static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Exactly this text and an end of line, whoever reads. */
  public void raw(String text) {
    out.println(text);
    out.flush();
  }

  /**
   * Exactly this text, while it arrives, whoever reads.
   *
   * @throws UncheckedIOException when it ends too early
   */
  public void copy(Reader text) {
    try {
      text.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      out.flush();
    }
  }

  /** A sentence for people; nothing for programs. */
  public void say(String sentence) {
    if (!json()) {
      sentence.lines().forEach(line -> out.println(Text.harmless(line)));
      out.flush();
    }
  }

  /** What to do next, beside the results. */
  public void hint(String sentence) {
    if (!json()) {
      sentence.lines().forEach(line -> err.println(Text.harmless(line)));
      err.flush();
    }
  }

  /** Something that went wrong without ending the command. */
  public void warn(String sentence) {
    err.println("windlass: " + Text.harmless(sentence));
    err.flush();
  }

  /** Names and values of one thing, under each other. */
  public static final class Facts {
    private final Map<String, String> lines = new LinkedHashMap<>();

    /** Adds a line; an absent value adds none. */
    public Facts add(String name, Object value) {
      switch (value) {
        case Optional<?> optional -> optional.ifPresent(present -> add(name, present));
        default -> lines.put(name, value.toString());
      }
      return this;
    }

    private void print(PrintWriter out) {
      int width = lines.keySet().stream().mapToInt(Text::width).max().orElse(0);
      lines.forEach((name, value) ->
          out.println(name + " ".repeat(width - Text.width(name)) + "  " + Text.harmless(value)));
    }
  }
}
