package io.windlass.cli.catalog;

import io.windlass.cli.output.Bar;
import io.windlass.cli.output.CliException;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Session;
import io.windlass.client.Content.Existing;
import io.windlass.client.Content.Transferred;
import io.windlass.client.model.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass get}. */
@Command(
    name = "get",
    description = {
      "Download a file, or with -r the contents of a folder.",
      "Run the same command again to continue where one was cut off. Nothing appears under the final"
          + " name before all of it is there and verified."
    })
public final class GetCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = {"-r", "--recursive"},
      description = "Download what is in a folder, folders and all.")
  private boolean recursive;

  @Option(
      names = {"-f", "--force"},
      description = "Replace local files that have other content.")
  private boolean force;

  @Option(names = "--version-number", paramLabel = "N", description = "Default: the newest.")
  private Optional<Long> version = Optional.empty();

  @Parameters(index = "0", paramLabel = "PATH", description = "PROJECT/a/b, or a number.")
  private String path = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "LOCAL",
      description = "A directory, or the name of the file. Default: here.")
  private Path local = Path.of(".");

  /** Made by the parser. */
  public GetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Entry entry = session.entry(path);
    Existing existing = force ? Existing.REPLACE : Existing.REFUSE;
    if (entry.type().equals("file")) {
      Path target = Files.isDirectory(local) ? local.resolve(LocalNames.of(entry)) : local;
      get(entry, target, existing);
      return 0;
    }
    if (!recursive) {
      throw new CliException(
          "is_a_folder",
          path + " is a " + entry.type() + ".",
          "Download what is in it with: windlass get -r " + path + " DIRECTORY");
    }
    return new TreeDownload(session, existing).run(entry, local);
  }

  private void get(Entry entry, Path target, Existing existing) {
    Output output = session.output();
    Transferred done;
    try (Bar bar = new Bar(output, entry.name(), Bar.Unit.BYTES)) {
      done = session.client().content().download(entry, version, target, existing, bar);
    }
    String size = Text.size(done.bytes());
    if (done.unchanged()) {
      output.done(entry, target + " has the same content already (" + size + ").");
      return;
    }
    String proof = done.verified() ? "digest verified" : "no digest is known to verify it with";
    output.done(entry, "Downloaded " + path + " to " + target + " (" + size + ", " + proof + ").");
  }
}
