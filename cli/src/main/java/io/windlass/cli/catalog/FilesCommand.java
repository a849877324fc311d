package io.windlass.cli.catalog;

import io.windlass.cli.filesystems.LocalFileOptions;
import io.windlass.cli.filesystems.LocalFiles;
import io.windlass.cli.output.CliException;
import io.windlass.cli.output.Output;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.cli.tasks.TaskReport;
import io.windlass.client.FileSystems.FileAction;
import io.windlass.client.model.NewRegistration;
import io.windlass.client.model.Registration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass files}. */
@Command(
    name = "files",
    description = "Objects that are already in a bucket, and files of file systems.")
public final class FilesCommand extends Group {
  private final Session session;

  /** Made by the parser. */
  public FilesCommand(Session session) {
    this.session = session;
  }

  /** Registers objects. */
  @Command(
      name = "register",
      description =
          "Make files of objects that are already in the folder's bucket: one key, or all below a"
              + " prefix. Their bodies are not read.")
  public int register(
      @Parameters(paramLabel = "FOLDER", description = "PROJECT/a/b, or its number.") String name,
      @Option(names = "--key", description = "One object.") Optional<String> key,
      @Option(names = "--prefix", description = "All objects below it; '' is all of the location.")
          Optional<String> prefix,
      @Option(names = "--name", description = "Name of the one file. Default: end of its key.")
          Optional<String> fileName,
      @Option(names = "--md5", description = "MD5 of the one object in hexadecimal.")
          Optional<String> md5,
      @Option(names = "--no-wait", description = "Do not wait for the task of a prefix.")
          boolean noWait) {
    if (key.isPresent() == prefix.isPresent()) {
      throw new CliException(
          "key_or_prefix", "Give either --key or --prefix.", "See windlass files register --help.");
    }
    long folder = session.entry(name).id();
    Registration registration =
        session
            .client()
            .registrations()
            .create(
                new NewRegistration(
                    Optional.of(folder), Optional.empty(), key, prefix, fileName, md5));
    Output output = session.output();
    registration
        .entry()
        .ifPresent(
            entry -> output.done(entry, "Registered " + entry.path().orElse(entry.name()) + "."));
    return registration.task().map(task -> follow(task.id(), noWait)).orElse(0);
  }

  private int follow(String task, boolean noWait) {
    if (noWait) {
      session
          .output()
          .done(
              session.client().tasks().get(task),
              "Task " + task + " registers them. Follow it with: windlass tasks wait " + task);
      return 0;
    }
    return new TaskReport(session).await(task);
  }

  /** Shows what is known of files. */
  @Command(
      name = "state",
      description =
          "What is known of files of a file system, as hsm_state prints it: whether their content is"
              + " here (not released), in the bucket (archived), newer here (dirty).")
  public int state(@Mixin LocalFileOptions options) {
    return new LocalFiles(session).state(options.paths(), options.fileSystem());
  }

  /** Fetches content. */
  @Command(name = "restore", description = "Fetch the content of files now, and wait for it.")
  public int restore(@Mixin LocalFileOptions options) {
    return act(FileAction.RESTORE, "Restored", options);
  }

  /** Exports files. */
  @Command(
      name = "archive",
      description = "Write files that are new or changed to the bucket, and wait for it.")
  public int archive(@Mixin LocalFileOptions options) {
    return act(FileAction.ARCHIVE, "Archived", options);
  }

  /** Releases content. */
  @Command(
      name = "release",
      description =
          "Give back the space of files that the bucket has too; they are fetched again when read.")
  public int release(@Mixin LocalFileOptions options) {
    return act(FileAction.RELEASE, "Released", options);
  }

  private int act(FileAction action, String done, LocalFileOptions options) {
    return new LocalFiles(session).act(action, done, options.paths(), options.fileSystem());
  }
}
