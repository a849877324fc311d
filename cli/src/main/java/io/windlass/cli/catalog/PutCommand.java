package io.windlass.cli.catalog;

import io.windlass.cli.output.Bar;
import io.windlass.cli.output.CliException;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.EntryNames;
import io.windlass.cli.start.Session;
import io.windlass.client.Content.Existing;
import io.windlass.client.Content.Transferred;
import io.windlass.client.WindlassApiException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass put}. */
@Command(
    name = "put",
    description = {
      "Upload files, or with -r the contents of a directory.",
      "Run the same command again to continue where one was cut off. A file that is there already"
          + " gets a new version; the same content is not sent again."
    })
public final class PutCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = {"-r", "--recursive"},
      description = "Upload what is in a directory, folders and all.")
  private boolean recursive;

  @Option(
      names = "--no-new-version",
      description = "Refuse when the file is there already with other content.")
  private boolean noNewVersion;

  @Parameters(
      arity = "2..*",
      paramLabel = "PATH",
      description = "Local files, then PROJECT/a/b: a folder, or the name of the one file.")
  private List<String> paths = List.of();

  /** Made by the parser. */
  public PutCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Path> files = paths.subList(0, paths.size() - 1).stream().map(Path::of).toList();
    String target = paths.getLast();
    Existing existing = noNewVersion ? Existing.REFUSE : Existing.REPLACE;
    if (recursive) {
      if (files.size() != 1 || !Files.isDirectory(files.getFirst())) {
        throw new CliException(
            "one_directory", "-r uploads one directory.", "windlass put -r DIRECTORY PROJECT/a");
      }
      return new TreeUpload(session, existing).run(files.getFirst(), EntryNames.path(target));
    }
    boolean into = files.size() > 1 || target.endsWith("/") || isFolder(target);
    for (Path file : files) {
      String path =
          into
              ? EntryNames.below(target, file.toAbsolutePath().getFileName().toString())
              : EntryNames.path(target);
      put(file, path, existing);
    }
    return 0;
  }

  private boolean isFolder(String target) {
    try {
      return !session.client().entries().at(EntryNames.path(target)).type().equals("file");
    } catch (WindlassApiException e) {
      if (e.status() == 404) {
        return false;
      }
      throw e;
    }
  }

  private void put(Path file, String path, Existing existing) {
    Output output = session.output();
    Transferred done;
    try (Bar bar = new Bar(output, file.getFileName().toString(), Bar.Unit.BYTES)) {
      done = session.client().content().upload(file, path, existing, bar);
    }
    String size = Text.size(done.bytes());
    output.done(
        done.entry(),
        done.unchanged()
            ? path + " is there already with the same content (" + size + ")."
            : "Uploaded " + file + " to " + path + " (" + size + ", digest verified).");
  }
}
