package io.windlass.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.cli.Main;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Places;
import io.windlass.client.WindlassJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the steps play: a directory of their own, a server of their own, and a shell that prints
 * each command with its real output. For one thread.
 */
final class Stage {
  /** The bucket that a user of the demo owns. */
  static final String BUCKET = "lab-data";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private final Path directory;
  private final Places places;
  private final PrintWriter out;

  Stage(Path directory, Places places, PrintWriter out) {
    this.directory = directory;
    this.places = places;
    this.out = out;
  }

  /** A file of the demo. */
  Path file(String name) {
    return directory.resolve(name);
  }

  /** Runs a command of the command line, prints it and what it prints; it must succeed. */
  void run(String... arguments) {
    command(String.join("", "$ windlass ", typed(arguments)));
    out.print(output(arguments));
    out.println();
    out.flush();
  }

  /** Runs a command that may fail, prints it and what it prints; whether it succeeded. */
  boolean attempt(String... arguments) {
    command("$ windlass " + typed(arguments));
    StringWriter text = new StringWriter();
    PrintWriter printer = new PrintWriter(text);
    int code = Main.run(places, printer, printer, false, local(arguments));
    out.println(text);
    out.flush();
    return code == 0;
  }

  /** Runs a script in the demo's directory, prints it and what it prints; it must succeed. */
  String shell(String script) {
    command("$ " + script);
    try {
      Process process =
          new ProcessBuilder("sh", "-c", script)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      int code = process.waitFor();
      expect(code == 0, script + " ended with " + code + ":\n" + output);
      output.lines().forEach(line -> out.println(Text.harmless(line.replace('\t', ' '))));
      out.println();
      out.flush();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("The demo was interrupted.", e);
    }
  }

  /** Looks again and again until it is so. */
  void await(String otherwise, BooleanSupplier so) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!so.getAsBoolean()) {
      expect(Instant.now().isBefore(end), otherwise);
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** Runs a command with {@code --json} whose output goes to a file, because it holds secrets. */
  JsonNode runInto(String file, String... arguments) throws IOException {
    command("$ windlass " + typed(arguments) + " > " + file);
    String json = output(arguments);
    Files.writeString(file(file), json);
    out.println();
    return parse(json);
  }

  /** Runs a command for the demo's own needs, without printing it. */
  JsonNode ask(String... arguments) {
    return parse(
        output(
            Stream.concat(Arrays.stream(arguments), Stream.of("--json")).toArray(String[]::new)));
  }

  private String output(String... arguments) {
    StringWriter text = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        Main.run(places, new PrintWriter(text), new PrintWriter(errors), false, local(arguments));
    if (code != 0) {
      throw new DemoFailure(
          "windlass " + typed(arguments) + " ended with " + code + ":\n" + text + errors);
    }
    return text.toString();
  }

  /** Files are named as if the demo's directory were the present one. */
  private String[] local(String... arguments) {
    return Arrays.stream(arguments)
        .map(word -> word.startsWith("./") ? directory.resolve(word.substring(2)).toString() : word)
        .toArray(String[]::new);
  }

  private static JsonNode parse(String json) {
    try {
      return WindlassJson.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String typed(String... arguments) {
    return Arrays.stream(arguments)
        .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  private void command(String text) {
    out.println(text);
    out.flush();
  }

  /** Says what the demo does itself, with the plain AWS SDK. */
  void say(String sentence) {
    out.println("  " + Text.harmless(sentence));
    out.flush();
  }

  /** An empty line. */
  void rest() {
    out.println();
  }

  /** A headline. */
  void headline(int number, String title) {
    out.println("== " + number + ". " + title);
    out.println();
    out.flush();
  }

  /** Fails unless it is so. */
  static void expect(boolean so, String otherwise) {
    if (!so) {
      throw new DemoFailure(otherwise);
    }
  }
}
