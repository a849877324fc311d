package io.windlass.cli.demo;

import io.windlass.cli.start.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code windlass demo}. */
@Command(name = "demo", description = "Show the main job on real objects; leaves nothing behind.")
public final class DemoCommand implements Callable<Integer> {
  private final Session session;

  /** Made by the parser. */
  public DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.output().json() ? 2 : 1;
  }
}
