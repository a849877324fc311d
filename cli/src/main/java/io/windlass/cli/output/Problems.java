package io.windlass.cli.output;

import io.windlass.client.WindlassApiException;
import io.windlass.client.model.PartialProblem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** What people and programs read on standard error when a command fails. */
public final class Problems {
  private Problems() {}

  /** A failure: the sentence, what to do, and the code that programs match on. */
  public static void print(Throwable failure, PrintWriter err, Output.Format format) {
    Described described = describe(failure);
    switch (format) {
      case JSON -> err.println(Output.text(described));
      case PEOPLE -> {
        lines("windlass: " + described.message(), "", err);
        for (PartialProblem error : described.errors()) {
          lines(error.subject() + ": " + error.detail(), "  - ", err);
          error.remedy().ifPresent(remedy -> lines(remedy, "    ", err));
        }
        described.remedy().ifPresent(remedy -> lines(remedy, "  ", err));
        err.println(
            "  ("
                + described.code()
                + described.requestId().map(id -> ", request " + id).orElse("")
                + ")");
      }
    }
    err.flush();
  }

  private static void lines(String text, String indent, PrintWriter err) {
    text.lines().forEach(line -> err.println(indent + Text.harmless(line)));
  }

  /** A failure as programs read it. */
  record Described(
      String code,
      String message,
      Optional<String> remedy,
      Optional<String> requestId,
      List<PartialProblem> errors) {}

  private static Described describe(Throwable failure) {
    return switch (failure) {
      case WindlassApiException api ->
          new Described(
              api.code(),
              String.valueOf(api.getMessage()),
              api.remedy(),
              api.requestId(),
              api.errors());
      case CliException own ->
          new Described(
              own.code(),
              String.valueOf(own.getMessage()),
              Optional.of(own.remedy()),
              Optional.empty(),
              List.of());
      default ->
          new Described(
              "internal",
              "The command failed in a way it should not: " + failure + ".",
              Optional.of("Please report it with what you did."),
              Optional.empty(),
              List.of());
    };
  }
}
