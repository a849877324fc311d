package io.windlass.cli.start;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A noun whose verbs are commands; alone it says which there are. Verbs that are methods are added
 * by who makes the parser, which needs few of them at a time.
 */
@Command(addMethodSubcommands = false)
public abstract class Group implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** For the verbs to extend. */
  protected Group() {}

  @Override
  public final void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do with "
            + spec.name()
            + ": "
            + String.join(", ", spec.subcommands().keySet())
            + ".");
  }
}
