package io.windlass.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The program behind {@code windlass serve}. */
@QuarkusMain
public final class Serve {
  private Serve() {}

  /** Starts the server and returns when it has stopped. */
  public static void main(String[] arguments) {
    Quarkus.run(arguments);
  }
}
