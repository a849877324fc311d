package io.windlass.filesystem;

import io.windlass.database.task.Outcome;
import io.windlass.database.task.TaskHandler;
import io.windlass.database.task.TaskRun;
import io.windlass.filesystem.FileSystem.Lifecycle;
import java.time.Duration;
import java.util.Optional;

/** Makes and ends file systems, on the node that has them. */
final class FileSystemChanges implements TaskHandler {
  private static final Duration UNTIL_UNUSED = Duration.ofSeconds(5);

  private final FileSystemNode node;

  FileSystemChanges(FileSystemNode node) {
    this.node = node;
  }

  @Override
  public String kind() {
    return FileSystems.TASK_KIND;
  }

  @Override
  public Outcome run(TaskRun run) {
    String id = run.task().subject().orElseThrow();
    Optional<FileSystem> found = node.find(id);
    if (found.isEmpty()) {
      return Outcome.succeeded();
    }
    if (found.get().lifecycle() == Lifecycle.DELETING) {
      return node.remove(found.get()) ? Outcome.succeeded() : Outcome.later(UNTIL_UNUSED);
    }
    return node.open(found.get()).map(Outcome::failed).orElseGet(Outcome::succeeded);
  }
}
