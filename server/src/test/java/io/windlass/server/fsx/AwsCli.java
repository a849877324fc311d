package io.windlass.server.fsx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.windlass.catalog.identity.CreatedAwsKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The AWS CLI that is installed, kept running between commands: {@code aws fsx OPERATION
 * --cli-input-json DOCUMENT}.
 */
final class AwsCli {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How the CLI tells of an error of the service. */
  private static final Pattern ERROR =
      Pattern.compile(
          "An error occurred \\((\\w+)\\) when calling the \\w+ operation"
              + "(?: \\(reached max retries: \\d+\\))?: (.*)",
          Pattern.DOTALL);

  /** Version 2 says more than version 1, which has one number for all. */
  private static final Set<Integer> SERVICE_ERROR = Set.of(254, 255);

  private static final Set<Integer> REFUSED_BY_THE_CLI = Set.of(252, 255);

  private static @Nullable AwsCli shared;

  private final Writer commands;
  private final BufferedReader answers;

  private AwsCli(Process process) {
    this.commands = process.outputWriter(UTF_8);
    this.answers = process.inputReader(UTF_8);
  }

  /** One for all tests; it ends with this process. */
  static synchronized AwsCli shared() {
    AwsCli running = shared;
    if (running == null) {
      running = start();
      shared = running;
    }
    return running;
  }

  @SuppressWarnings("NullAway") // the script is among the resources
  private static AwsCli start() {
    try {
      Path script = Path.of(Objects.requireNonNull(AwsCli.class.getResource("aws_cli.py")).toURI());
      Path nothing = Files.createTempDirectory("windlass-aws-");
      ProcessBuilder builder =
          new ProcessBuilder(python(), script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder
          .environment()
          .putAll(
              Map.of(
                  "AWS_EC2_METADATA_DISABLED", "true",
                  "AWS_CONFIG_FILE", nothing.resolve("config").toString(),
                  "AWS_SHARED_CREDENTIALS_FILE", nothing.resolve("credentials").toString(),
                  "AWS_MAX_ATTEMPTS", "1",
                  "AWS_PAGER", ""));
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      return new AwsCli(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of the path when it has a CLI, which is then what users of this machine get; else Debian's. */
  private static String python() throws IOException {
    try {
      Process look = new ProcessBuilder("python3", "-c", "import awscli").start();
      look.getOutputStream().close();
      look.getErrorStream().readAllBytes();
      return look.waitFor() == 0 ? "python3" : "/usr/bin/python3";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The CLI with somebody's key, in a region. */
  FsxClient as(URI server, CreatedAwsKey key, String region) {
    return (operation, request) -> {
      String command = operation.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
      return run(
          Map.of(
              "arguments",
              List.of(
                  "--endpoint-url",
                  server.toString(),
                  "--output",
                  "json",
                  "--no-paginate",
                  "fsx",
                  command,
                  "--cli-input-json",
                  request.replace('\'', '"')),
              "environment",
              Map.of(
                  "AWS_ACCESS_KEY_ID",
                  key.key().accessKeyId(),
                  "AWS_SECRET_ACCESS_KEY",
                  key.secretAccessKey().reveal(),
                  "AWS_DEFAULT_REGION",
                  region)));
    };
  }

  private synchronized FsxClient.Reply run(Map<String, ?> command) {
    try {
      commands.write(JSON.writeValueAsString(command) + "\n");
      commands.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new AssertionError("the AWS CLI has ended; is the package awscli installed?");
      }
      Done done = JSON.readValue(line, Done.class);
      if (REFUSED_BY_THE_CLI.contains(done.code())
          && done.err().contains("Unknown parameter in input")) {
        abort("This AWS CLI, by its age or on purpose, has no words for: " + done.err());
      }
      return done;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command did. */
  record Done(int code, String out, String err) implements FsxClient.Reply {
    @Override
    public boolean worked() {
      return code == 0;
    }

    @Override
    public JsonNode json() {
      try {
        // A document without members is printed as nothing.
        return JSON.readTree(out.isBlank() ? "{}" : out);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + out, e);
      }
    }

    @Override
    public JsonNode ok() {
      assertThat(code).as(out + err).isZero();
      assertThat(err).isEmpty();
      return json();
    }

    @Override
    public String fails(int status, String expected) {
      Matcher error = ERROR.matcher(err.strip());
      assertThat(error.matches()).as(out + err).isTrue();
      assertThat(error.group(1)).as(err).isEqualTo(expected);
      assertThat(code).as(err).isIn(SERVICE_ERROR);
      return error.group(2);
    }

    /** The CLI looks at some shapes itself, and sends nothing then. */
    @Override
    public String badRequest() {
      boolean refused =
          REFUSED_BY_THE_CLI.contains(code) && err.contains("Parameter validation failed");
      return refused ? err : fails(400, "BadRequest");
    }

    @Override
    public Optional<String> detail(String member) {
      return Optional.empty();
    }

    @Override
    public void hasTime(String member) {
      // version 1 prints seconds
      assertThat(out)
          .containsPattern(
              "\"" + member + "\": (\"?\\d{4}-\\d\\d-\\d\\dT[\\d:.]+|\\d{10}(\\.\\d+)?\\b)");
    }
  }
}
