package io.windlass.server.fsx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.windlass.catalog.identity.CreatedAwsKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An AWS CLI of the machine, in a home of its own. Starting it takes about a second. */
final class Aws {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String program;
  private final URI server;
  private final CreatedAwsKey key;
  private final Path home;

  /** The one that users of this machine would get. */
  Aws(URI server, CreatedAwsKey key, Path home) {
    this("aws", server, key, home);
  }

  /** One of those that are installed. */
  Aws(String program, URI server, CreatedAwsKey key, Path home) {
    this.program = program;
    this.server = server;
    this.key = key;
    this.home = home;
  }

  /** Those that are installed: of the system, and before it in the path. */
  static Stream<String> installed() {
    return Stream.of("/usr/bin/aws", "aws").filter(Aws::runs);
  }

  private static boolean runs(String program) {
    try {
      Process process = new ProcessBuilder(program, "--version").start();
      process.getOutputStream().close();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What a command did. */
  record Done(int code, String out, String err) {
    /** The error's code, as the CLI prints it: {@code An error occurred (CODE) when calling …}. */
    String error() {
      assertThat(code).as(out + err).isIn(254, 255);
      return err.replaceAll("(?s).*An error occurred \\((\\w+)\\) when.*", "$1");
    }
  }

  /** Runs {@code aws fsx}. */
  Done run(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(program, "--endpoint-url", server.toString(), "fsx"));
    command.addAll(List.of(arguments));
    try {
      Path err = Files.createTempFile(home, "aws-", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder
          .environment()
          .putAll(
              Map.of(
                  "AWS_ACCESS_KEY_ID",
                  key.key().accessKeyId(),
                  "AWS_SECRET_ACCESS_KEY",
                  key.secretAccessKey().reveal(),
                  "AWS_DEFAULT_REGION",
                  FsxScene.REGION,
                  "AWS_EC2_METADATA_DISABLED",
                  "true",
                  "AWS_CONFIG_FILE",
                  home.resolve("config").toString(),
                  "AWS_SHARED_CREDENTIALS_FILE",
                  home.resolve("credentials").toString(),
                  "AWS_MAX_ATTEMPTS",
                  "1",
                  "AWS_PAGER",
                  ""));
      Process process = builder.start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Done(process.waitFor(), out, Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command that must work; the JSON that it prints. */
  JsonNode ok(String... arguments) {
    Done done = run(arguments);
    assertThat(done.code()).as("%s: %s%s", List.of(arguments), done.out(), done.err()).isZero();
    try {
      return JSON.readTree(done.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + done.out(), e);
    }
  }
}
