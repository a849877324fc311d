package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.windlass.cli.Main;
import io.windlass.cli.start.Places;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** The command line of a person whose home is a directory of the test. */
final class CommandLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path home;
  private final Map<String, String> environment;

  CommandLine(Path home, ServerProcess server) {
    this(home, server, server.adminToken());
  }

  CommandLine(Path home, ServerProcess server, String token) {
    this.home = home;
    this.environment =
        Map.of("WINDLASS_SERVER", server.address().toString(), "WINDLASS_TOKEN", token);
  }

  /** What a command did. */
  record Done(int code, String out, String err) {}

  Done run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new Places(environment, home),
            new PrintWriter(out),
            new PrintWriter(err),
            false,
            arguments);
    return new Done(code, out.toString(), err.toString());
  }

  /** Runs a command that must work; what it prints. */
  String ok(String... arguments) {
    Done done = run(arguments);
    assertThat(done.code())
        .as("windlass %s: %s%s", String.join(" ", arguments), done.out(), done.err())
        .isZero();
    return done.out();
  }

  /** Runs a command that must work, for its JSON. */
  JsonNode json(String... arguments) {
    try {
      return JSON.readTree(
          ok(Stream.concat(Arrays.stream(arguments), Stream.of("--json")).toArray(String[]::new)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command that must fail; its complaint. */
  String fails(String... arguments) {
    Done done = run(arguments);
    assertThat(done.code()).as("windlass %s: %s", String.join(" ", arguments), done.out()).isOne();
    return done.err();
  }
}
