package io.windlass.server.start;

import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.FileSystem.Lifecycle;
import io.windlass.filesystem.FileSystemFilter;
import io.windlass.filesystem.FileSystemNode;
import io.windlass.filesystem.FileSystems;
import io.windlass.filesystem.LocalFiles;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.collection.Directories;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** File systems as the directories that transfers read and write. Thread-safe. */
final class FileSystemDirectories implements Directories {
  private static final Duration RELIABLE = Duration.ofSeconds(1);

  private final FileSystems fileSystems;
  private final FileSystemNode node;
  private final LocalFiles files;
  private final Map<String, Mode> modes = new ConcurrentHashMap<>();

  /**
   * The file systems of all nodes.
   *
   * @param node what is open here
   */
  FileSystemDirectories(FileSystems fileSystems, FileSystemNode node) {
    this.fileSystems = fileSystems;
    this.node = node;
    this.files = node.files();
  }

  @Override
  public Optional<Directory> find(String id) {
    return fileSystems.find(id).map(FileSystemDirectories::directory);
  }

  @Override
  public List<Directory> ofProject(String projectGuid) {
    return all(FileSystemFilter.ofProject(projectGuid));
  }

  @Override
  public List<Directory> named(String name) {
    // an installation has a hundred at most
    return all(FileSystemFilter.all()).stream().filter(one -> one.name().equals(name)).toList();
  }

  private List<Directory> all(FileSystemFilter filter) {
    List<Directory> all = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page.Of<FileSystem> page = fileSystems.list(filter, new Page(cursor, Page.MOST));
      page.items().stream().map(FileSystemDirectories::directory).forEach(all::add);
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return all;
  }

  private static Directory directory(FileSystem fileSystem) {
    return new Directory(
        fileSystem.id(),
        fileSystem.name(),
        fileSystem.projectGuid(),
        fileSystem.node(),
        fileSystem.mountPoint(),
        fileSystem.lifecycle() == Lifecycle.AVAILABLE);
  }

  /** Asked for every file that is read, and of the database once a second. */
  private boolean isLazy(String id) {
    long now = System.nanoTime();
    Mode known = modes.get(id);
    if (known == null || now - known.readAt() > RELIABLE.toNanos()) {
      known =
          new Mode(
              fileSystems
                  .find(id)
                  .flatMap(FileSystem::mode)
                  .equals(Optional.of(FileSystem.Mode.LAZY)),
              now);
      modes.put(id, known);
    }
    return known.lazy();
  }

  private record Mode(boolean lazy, long readAt) {}

  @Override
  public void fetch(String id, Path path) {
    if (!isLazy(id)) {
      return;
    }
    LocalFiles.Done done;
    try {
      done = files.restore(path.toString());
    } catch (WindlassException e) {
      if (e.problem().code().equals("file_not_linked")) {
        return;
      }
      throw e;
    }
    done.failures().stream()
        .findFirst()
        .ifPresent(failure -> {
          throw Problem.of(Kind.UNAVAILABLE, "content_not_fetched", failure.message())
              .withRemedy("Mend what is wrong with the link of the file.")
              .toException();
        });
  }

  @Override
  public void changed(String id, List<Path> paths) {
    node.changedHere(id, paths);
  }
}
