package io.windlass.server;

import io.windlass.foundation.WindlassException;

/** What a person at a terminal is told when the server does not start. */
final class Complaint {
  private Complaint() {}

  static void print(WindlassException exception) {
    System.err.println("windlass serve: " + exception.problem().message());
    exception.problem().remedy().ifPresent(System.err::println);
  }
}
