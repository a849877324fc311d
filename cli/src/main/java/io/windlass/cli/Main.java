package io.windlass.cli;

import io.windlass.cli.catalog.AccessCommand;
import io.windlass.cli.catalog.FilesCommand;
import io.windlass.cli.catalog.GetCommand;
import io.windlass.cli.catalog.ListCommand;
import io.windlass.cli.catalog.MakeFolderCommand;
import io.windlass.cli.catalog.MoveCommand;
import io.windlass.cli.catalog.ProjectsCommand;
import io.windlass.cli.catalog.PutCommand;
import io.windlass.cli.catalog.RemoveCommand;
import io.windlass.cli.catalog.StatCommand;
import io.windlass.cli.catalog.TrashCommand;
import io.windlass.cli.collections.CollectionsCommand;
import io.windlass.cli.collections.UndeleteCommand;
import io.windlass.cli.connections.ConnectionsCommand;
import io.windlass.cli.connections.FoldersCommand;
import io.windlass.cli.connections.LocationsCommand;
import io.windlass.cli.credentials.CredentialsCommand;
import io.windlass.cli.demo.DemoCommand;
import io.windlass.cli.filesystems.FileSystemsCommand;
import io.windlass.cli.filesystems.LinksCommand;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Problems;
import io.windlass.cli.people.GroupsCommand;
import io.windlass.cli.people.TokensCommand;
import io.windlass.cli.people.UsersCommand;
import io.windlass.cli.start.CompletionCommand;
import io.windlass.cli.start.Options;
import io.windlass.cli.start.Places;
import io.windlass.cli.start.Session;
import io.windlass.cli.tasks.TasksCommand;
import io.windlass.cli.transfers.TransfersCommand;
import io.windlass.client.WindlassJson;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line. Ends with 0 when all worked, 1 when something failed, 2 when the command was
 * written wrongly.
 */
@Command(
    name = "windlass",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Connects the S3 buckets people already own to the places where they compute.",
    synopsisSubcommandLabel = "COMMAND",
    footer = "windlass serve --help shows how to start a server; windlass demo shows the main job.")
public final class Main implements Runnable {
  /** In the order in which help lists them. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          TokensCommand.class,
          UsersCommand.class,
          GroupsCommand.class,
          ProjectsCommand.class,
          ConnectionsCommand.class,
          LocationsCommand.class,
          FoldersCommand.class,
          ListCommand.class,
          MakeFolderCommand.class,
          PutCommand.class,
          GetCommand.class,
          MoveCommand.class,
          RemoveCommand.class,
          StatCommand.class,
          UndeleteCommand.class,
          TrashCommand.class,
          AccessCommand.class,
          FilesCommand.class,
          CredentialsCommand.class,
          FileSystemsCommand.class,
          LinksCommand.class,
          CollectionsCommand.class,
          TransfersCommand.class,
          TasksCommand.class,
          CompletionCommand.class);

  @SuppressWarnings("UnusedVariable") // read by the parser
  @Mixin
  private final Options options;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main(Options options) {
    this.options = options;
  }

  /** Runs the command of the arguments and ends the process. */
  public static void main(String[] arguments) {
    // what nearly all commands need next is made while the words of this one are read
    Thread.ofPlatform().daemon().start(WindlassJson::mapper);
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    int code =
        run(
            Places.ofThisProcess(),
            new PrintWriter(System.out, false, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            terminal,
            arguments);
    System.exit(code);
  }

  /**
   * Runs one command in this process.
   *
   * @param terminal whether a person watches, who sees progress
   * @return the exit code
   */
  public static int run(
      Places places, PrintWriter out, PrintWriter err, boolean terminal, String... arguments) {
    Options options = new Options();
    try (Session session = new Session(places, options, out, err, terminal)) {
      IFactory factory = factory(session);
      CommandLine line = new CommandLine(new Main(options), factory);
      Verbs.addNeeded(line, COMMANDS, factory, List.of(arguments));
      line.setOut(out);
      line.setErr(err);
      line.setCaseInsensitiveEnumValuesAllowed(true);
      line.setOverwrittenOptionsAllowed(true);
      line.setExecutionExceptionHandler((failure, _, _) -> {
        out.flush();
        Problems.print(failure, err, options.json() ? Output.Format.JSON : Output.Format.PEOPLE);
        return ExitCode.SOFTWARE;
      });
      return line.execute(arguments);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** Commands get the session they work with; everything else is made as the parser would. */
  private static IFactory factory(Session session) {
    IFactory standard = CommandLine.defaultFactory();
    return new IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        for (var constructor : type.getDeclaredConstructors()) {
          Class<?>[] parameters = constructor.getParameterTypes();
          if (parameters.length == 1 && parameters[0] == Session.class) {
            return type.cast(constructor.newInstance(session));
          }
        }
        return standard.create(type);
      }
    };
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do.");
  }
}
