package io.windlass.cli.demo;

import io.windlass.cli.output.CliException;
import io.windlass.cli.start.Places;
import io.windlass.cli.start.Session;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code windlass demo}: the main job from nothing to nothing, each step with its real output. */
@Command(
    name = "demo",
    description = "Show the main job on real objects, under a minute; leaves nothing behind.")
public final class DemoCommand implements Callable<Integer> {
  private static final String NEXT =
      """
      All steps did what they should. Try next, with a bucket of your own:

        ./windlass serve                                         a server that stays
        ./windlass projects create --name lab
        ./windlass connections create --project lab --from-file my-bucket.json
        ./windlass connections policy --for local --bucket MY-BUCKET
        ./windlass file-systems create --help                    your bucket as a directory
        ./windlass transfers submit --help                       anything to anywhere
        ./windlass --help

      README.md has the quick tour.\
      """;

  private final Session session;
  private final AtomicReference<@Nullable Runnable> cleanUp = new AtomicReference<>();
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Made by the parser. */
  public DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    // the AWS SDK would say on the terminal that nothing takes its log
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory("windlass-demo-");
    cleanUp.set(() -> delete(directory));
    // Ctrl-C comes here and nowhere else
    Runtime.getRuntime().addShutdownHook(new Thread(this::cleanUp));
    try {
      play(directory, out);
      out.println(NEXT);
      return 0;
    } catch (RuntimeException | IOException e) {
      if (cleanUp.get() == null) {
        // Ctrl-C: what was playing fell with its server
        return 1;
      }
      if (e instanceof DemoFailure) {
        throw failed(e);
      }
      throw e;
    } finally {
      cleanUp();
      out.flush();
    }
  }

  private static CliException failed(Exception e) {
    return new CliException(
        "demo_failed",
        String.valueOf(e.getMessage()),
        "This should not happen: please report it with all that was printed.");
  }

  private void play(Path directory, PrintWriter out) throws IOException {
    out.println("Starting a server in " + directory + " …");
    out.flush();
    Map<String, String> environment =
        Map.of(
            "XDG_CONFIG_HOME", directory.resolve("config").toString(),
            "XDG_CACHE_HOME", directory.resolve("cache").toString());
    ServerProcess server = ServerProcess.start(launcher(), directory.resolve("data"), environment);
    cleanUp.set(() -> {
      server.close();
      delete(directory);
    });
    try {
      Map<String, String> variables = new HashMap<>(environment);
      variables.put("WINDLASS_SERVER", server.awaitReady().toString());
      variables.put(
          "WINDLASS_TOKEN_FILE", directory.resolve("data").resolve("admin.token").toString());
      out.println();
      Stage stage = new Stage(directory, new Places(variables, session.places().home()), out);
      List<Step> steps = Step.ALL;
      for (int i = 0; i < steps.size(); i++) {
        stage.headline(i + 1, steps.get(i).title());
        steps.get(i).show(stage);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("The demo was interrupted.", e);
    }
  }

  /** The launcher says where it is; without it there is no server to start. */
  private static Path launcher() {
    @Nullable String home = System.getProperty("windlass.home");
    if (home == null) {
      throw new CliException(
          "no_launcher", "The demo does not know where Windlass is.", "Start it with ./windlass.");
    }
    return Path.of(home, "windlass");
  }

  private void cleanUp() {
    Runnable once = cleanUp.getAndSet(null);
    if (once != null) {
      once.run();
    }
  }

  private static void delete(Path directory) {
    // a server that fell may have left them; what they show is not the demo's to delete by name
    Mounts.detachBelow(directory);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new CliException(
          "left_behind",
          "The directory " + directory + " could not be deleted: " + e.getMessage() + ".",
          "Delete it yourself.");
    }
  }
}
