package io.windlass.cli.filesystems;

import io.windlass.cli.start.Session;
import io.windlass.client.model.LinkTask;
import io.windlass.client.model.NewLinkTask;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code links import}, {@code links export} and {@code links release} have in common. */
public abstract class LinkTaskCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "FILESYSTEM", description = "Id or name.")
  private String fileSystem = "";

  @Parameters(
      index = "1..*",
      paramLabel = "PATH",
      description =
          "Directories, and but for imports files, below its root, like ns1/path1. Default: all"
              + " links.")
  private List<String> paths = List.of();

  @Option(
      names = "--report",
      paramLabel = "s3://BUCKET/PREFIX",
      description = "Where, under a linked prefix, a report of what failed goes.")
  private Optional<String> report = Optional.empty();

  @Option(names = "--wait", description = "Wait for the end; ends with 1 when a file failed.")
  private boolean wait;

  @Option(
      names = "--project",
      description = "Whose file system it is, where two projects have one of that name.")
  private Optional<String> project = Optional.empty();

  private LinkTaskCommand(Session session) {
    this.session = session;
  }

  abstract String kind();

  Optional<Long> olderThanDays() {
    return Optional.empty();
  }

  boolean plain() {
    return false;
  }

  @Override
  public Integer call() {
    String id = session.client().fileSystems().get(fileSystem, project).id();
    LinkTask task =
        session
            .client()
            .fileSystems()
            .startTask(id, new NewLinkTask(kind(), paths, report, olderThanDays(), plain()));
    if (wait) {
      return new LinkTaskReport(session).await(task);
    }
    session
        .output()
        .done(
            task,
            "Task "
                + task.id()
                + " has begun. Follow it with: windlass tasks wait "
                + task.taskId());
    return 0;
  }

  /** {@code windlass links import}. */
  @Command(
      name = "import",
      description =
          "Import what is new or changed in the bucket: names, sizes, times and rights. Content"
              + " comes on first read. Nothing is deleted.")
  public static final class Import extends LinkTaskCommand {
    @Option(
        names = "--plain",
        description =
            "Take all objects as plain files of root with mode 755, and ask for no metadata: much"
                + " faster. For buckets that no program with owners and modes has written.")
    private boolean plain;

    /** Made by the parser. */
    public Import(Session session) {
      super(session);
    }

    @Override
    String kind() {
      return "import";
    }

    @Override
    boolean plain() {
      return plain;
    }
  }

  /** {@code windlass links export}. */
  @Command(
      name = "export",
      description =
          "Export what is new or changed in the file system to the bucket. Nothing is deleted.")
  public static final class Export extends LinkTaskCommand {
    /** Made by the parser. */
    public Export(Session session) {
      super(session);
    }

    @Override
    String kind() {
      return "export";
    }
  }

  /** {@code windlass links release}. */
  @Command(
      name = "release",
      description =
          "Give back the space of files that the bucket has too. They stay, and are fetched again"
              + " when they are read.")
  public static final class Release extends LinkTaskCommand {
    @Option(
        names = "--older-than",
        paramLabel = "DAYS",
        description = "Only files that nobody has read or changed for longer.")
    private Optional<Long> days = Optional.empty();

    /** Made by the parser. */
    public Release(Session session) {
      super(session);
    }

    @Override
    String kind() {
      return "release";
    }

    @Override
    Optional<Long> olderThanDays() {
      return days;
    }
  }
}
