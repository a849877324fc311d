package io.windlass.cli.filesystems;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.FileSystem;
import io.windlass.client.model.NewFileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass file-systems}. */
@Command(name = "file-systems", description = "Directory trees that Windlass looks after.")
public final class FileSystemsCommand extends Group {
  private static final String WHICH = "Id or name.";
  private static final String PROJECT = "Whose it is, where two projects have one of that name.";

  private final Session session;

  /** Made by the parser. */
  public FileSystemsCommand(Session session) {
    this.session = session;
  }

  /** Makes a file system. */
  @Command(
      name = "create",
      description =
          "Make a file system on the machine of the server. Takes an administrator; docs/file-"
              + "systems.md says what the machine needs.")
  public int create(
      @Parameters(paramLabel = "NAME", description = "Unique within the project.") String name,
      @Option(
              names = "--mount",
              required = true,
              paramLabel = "POINT",
              description = "Where programs see it; made when it is missing.")
          Path mount,
      @Mixin SourceOptions source,
      @Option(names = "--project", description = "Whose it is. Default: the only one there is.")
          Optional<String> project,
      @Option(names = "--node", description = "Which node has it. Default: the one that answers.")
          Optional<String> node,
      @Option(names = "--no-wait", description = "Do not wait until it is there.") boolean noWait) {
    FileSystem made =
        session
            .client()
            .fileSystems()
            .create(
                new NewFileSystem(
                    name, project, source.source(), SourceOptions.absolute(mount), node, Map.of()));
    FileSystem now = noWait ? made : session.client().fileSystems().awaitSettled(made.id());
    Output output = session.output();
    output.one(now, facts(now));
    if (noWait || now.lifecycle().equals("available")) {
      output.hint(
          "Next: link a bucket with windlass links create "
              + now.name()
              + ":/ --location NUMBER --import NEW,CHANGED,DELETED --import-metadata");
      return 0;
    }
    output.warn(now.failure().orElse("The file system is " + now.lifecycle() + "."));
    output.hint("Mend the cause, then: windlass file-systems delete " + now.id());
    return 1;
  }

  /** Lists file systems. */
  @Command(name = "list", description = "The file systems you can see.")
  public void list(
      @Option(names = "--project", description = "Only those of this project.")
          Optional<String> project) {
    try (Stream<FileSystem> all = session.client().fileSystems().list(project)) {
      session
          .output()
          .list(
              all,
              "No file systems found. An administrator makes one with: windlass file-systems"
                  + " create NAME --mount POINT --image FILE --size 100G",
              List.of(
                  Column.of("ID", FileSystem::id),
                  Column.of("NAME", FileSystem::name),
                  Column.of("STATE", FileSystem::lifecycle),
                  Column.of("MODE", FileSystem::mode),
                  Column.of("MOUNT POINT", FileSystem::mountPoint),
                  Column.of("SOURCE", FileSystemsCommand::source)));
    }
  }

  /** Shows a file system. */
  @Command(name = "show", description = "One file system.")
  public void show(
      @Parameters(paramLabel = "FILESYSTEM", description = WHICH) String id,
      @Option(names = "--project", description = PROJECT) Optional<String> project) {
    FileSystem fileSystem = session.client().fileSystems().get(id, project);
    session.output().one(fileSystem, facts(fileSystem));
  }

  /** Deletes a file system. */
  @Command(
      name = "delete",
      description =
          "Take a file system out of service, with its links. Objects, directory, device and image"
              + " stay. Takes an administrator.")
  public int delete(
      @Parameters(paramLabel = "FILESYSTEM", description = WHICH) String id,
      @Option(names = "--project", description = PROJECT) Optional<String> project,
      @Option(names = "--no-wait", description = "Do not wait until it is gone.") boolean noWait) {
    FileSystem going = session.client().fileSystems().delete(id, project);
    Optional<FileSystem> left =
        noWait ? Optional.empty() : session.client().fileSystems().awaitDeleted(going.id());
    Output output = session.output();
    if (left.isPresent()) {
      output.warn(left.get().failure().orElse("The file system could not be deleted."));
      return 1;
    }
    output.done(
        going,
        noWait
            ? "File system " + going.name() + " is being deleted."
            : "Deleted file system " + going.name() + ". Its " + kept(going) + " is kept.");
    return 0;
  }

  private static String kept(FileSystem fileSystem) {
    return fileSystem.source().kind() + " " + fileSystem.source().path();
  }

  private static String source(FileSystem fileSystem) {
    return fileSystem.source().kind()
        + " "
        + fileSystem.source().path()
        + fileSystem.source().size().map(bytes -> " (" + Text.size(bytes) + ")").orElse("");
  }

  private static Output.Facts facts(FileSystem fileSystem) {
    return new Output.Facts()
        .add("Id", fileSystem.id())
        .add("Name", fileSystem.name())
        .add("Project", fileSystem.projectGuid())
        .add("State", fileSystem.lifecycle())
        .add("Problem", fileSystem.failure())
        .add("Mode", fileSystem.mode())
        .add("Not lazy because", fileSystem.modeReason())
        .add("Mount point", fileSystem.mountPoint())
        .add("Source", source(fileSystem))
        .add("Node", fileSystem.node())
        .add("Created", Text.time(fileSystem.createdAt()));
  }
}
