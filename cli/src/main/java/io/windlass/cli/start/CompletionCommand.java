package io.windlass.cli.start;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code windlass completion}. */
@Command(
    name = "completion",
    description = "Print completion for bash and zsh: source <(windlass completion)")
public final class CompletionCommand implements Runnable {
  private final Session session;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Made by the parser. */
  public CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    CommandLine root = spec.root().commandLine();
    session.output().raw(AutoComplete.bash("windlass", root));
  }
}
