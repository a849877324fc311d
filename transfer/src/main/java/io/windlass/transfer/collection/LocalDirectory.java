package io.windlass.transfer.collection;

import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The directory of a file system on this node. */
final class LocalDirectory implements DirectoryStorage {
  private final Collection collection;
  private final Directories directories;
  private final Directories.Directory directory;
  private final LocalTree tree;
  private final LocalChanges changes;

  /** The kernel tells of a write that failed once alone. */
  private final AtomicReference<Optional<LinuxException>> unwritten =
      new AtomicReference<>(Optional.empty());

  LocalDirectory(Collection collection, Directories directories, Directories.Directory directory) {
    this.collection = collection;
    this.directories = directories;
    this.directory = directory;
    this.tree =
        blocking(
            "/",
            () ->
                new LocalTree(
                    Descriptor.openDirectory(directory.root()), directory.root().toString()));
    this.changes = new LocalChanges(tree);
  }

  @Override
  public Collection collection() {
    return collection;
  }

  @Override
  public Stream<Walked> walk(String path, Optional<String> after, Links links) {
    return stream(opened(path, true, links, after));
  }

  @Override
  public Stream<Item> list(String path, Optional<String> after) {
    return stream(opened(path, false, Links.SHOW, after))
        .<Item>mapMulti((walked, sink) -> {
          switch (walked) {
            case Walked.Found(Item item) -> sink.accept(item);
            case Walked.Unreadable(String name, boolean isDirectory, Problem _) ->
                sink.accept(isDirectory ? Item.directory(name) : Item.unknown(name));
          }
        });
  }

  private static Stream<Walked> stream(LocalWalk walk) {
    return Streams.of(walk, walk::close);
  }

  private LocalWalk opened(String path, boolean deep, Links links, Optional<String> after) {
    String relative = LocalTree.relative(path);
    return blocking(
        path,
        () -> {
          LocalTree.Resolved top = tree.resolve(relative);
          if (!top.status().isDirectory()) {
            throw Problems.notADirectory(path).toException();
          }
          return new LocalWalk(tree, top.relative(), deep, links, after);
        });
  }

  @Override
  public Item stat(String path) {
    String relative = LocalTree.relative(path);
    String name = relative.substring(relative.lastIndexOf('/') + 1);
    return blocking(
        path,
        () -> {
          if (relative.isEmpty()) {
            return tree.item("", tree.root().status(), Optional.empty());
          }
          Item item =
              tree.atEntry(
                  relative,
                  at -> {
                    var status = tree.root().status(at);
                    return status.isSymbolicLink()
                        ? tree.linkItem(name, at, status)
                        : tree.item(name, status, Optional.empty());
                  });
          if (path.endsWith("/") && item.type() != Item.Type.DIRECTORY) {
            throw Problems.notADirectory(path).toException();
          }
          return item;
        });
  }

  @Override
  public Optional<Problem> unsuitable(String path) {
    return DirectoryStorage.unsuitablePath(path);
  }

  @Override
  public boolean makeDirectory(String path) {
    String relative = LocalTree.relative(path);
    return blocking(
        path,
        () -> {
          boolean made = changes.makeDirectories(relative);
          if (!made && !tree.resolve(relative).status().isDirectory()) {
            throw Problems.exists(path).toException();
          }
          return made;
        });
  }

  @Override
  public List<NotDeleted> delete(List<Doomed> doomed) {
    return LocalIo.call(() -> {
      List<NotDeleted> left = new ArrayList<>();
      for (Doomed each : doomed) {
        delete(each).ifPresent(problem -> left.add(new NotDeleted(each, problem)));
      }
      return left;
    });
  }

  private Optional<Problem> delete(Doomed doomed) {
    try {
      String relative = LocalTree.relative(doomed.path());
      if (relative.isEmpty()) {
        return Optional.of(
            Problem.of(
                Problem.Kind.INVALID,
                "root_not_writable",
                "The root of a collection cannot be deleted."));
      }
      changes.remove(relative, doomed.directory());
      return Optional.empty();
    } catch (LinuxException e) {
      return switch (e.errno()) {
        case Errno.ENOENT -> Optional.empty();
        case Errno.ENOTEMPTY, Errno.EEXIST -> Optional.of(Problems.notEmpty(doomed.path()));
        default -> Optional.of(Problems.linux(e, doomed.path()));
      };
    } catch (WindlassException e) {
      return Optional.of(e.problem());
    }
  }

  /** One call of the kernel, however much is below: {@code most} does not matter. */
  @Override
  public void rename(String from, String to, int most) {
    String source = LocalTree.relative(from);
    String target = LocalTree.relative(to);
    if (source.isEmpty() || target.isEmpty()) {
      throw Problem.of(
              Problem.Kind.INVALID,
              "root_not_writable",
              "The root of a collection cannot be renamed or replaced.")
          .toException();
    }
    if ((target + "/").startsWith(source + "/")) {
      throw Problems.intoItself(from).toException();
    }
    LocalIo.run(() -> {
      try {
        changes.rename(source, target);
      } catch (LinuxException e) {
        boolean aboutTarget =
            e.errno() == Errno.EEXIST || (e.errno() == Errno.ENOENT && isThere(source));
        throw Problems.of(e, aboutTarget ? to : from);
      }
    });
  }

  private boolean isThere(String relative) {
    try {
      tree.atEntry(relative, tree.root()::status);
      return true;
    } catch (LinuxException _) {
      return false;
    }
  }

  @Override
  public boolean awaitsCredentials(WindlassException failure) {
    return false;
  }

  @Override
  public OpenFile read(String path) {
    String relative = LocalTree.relative(path);
    return blocking(
        path,
        () -> {
          LocalTree.Resolved file = tree.resolve(relative);
          if (file.status().isDirectory()) {
            throw Problems.isADirectory(path).toException();
          }
          if (!file.status().isFile()) {
            throw Problems.notAFile(path).toException();
          }
          directories.fetch(directory.id(), absolute(file.relative()));
          return LocalOpenFile.open(tree, path, file.relative());
        });
  }

  @Override
  public NewFile write(String path, long size) {
    String relative = LocalTree.relative(path);
    if (path.endsWith("/")) {
      throw Problems.isADirectory(path).toException();
    }
    return blocking(path, () -> LocalNewFile.begin(changes, path, relative, size));
  }

  @Override
  public Optional<NewFile> resume(String path, String name) {
    String relative = LocalTree.relative(path);
    return blocking(path, () -> LocalNewFile.resume(changes, path, relative, name));
  }

  @Override
  public void discard(String path, String name) {
    resume(path, name).ifPresent(NewFile::close);
  }

  @Override
  public void link(String path, String target) {
    String relative = LocalTree.relative(path);
    blocking(
        path,
        () -> {
          changes.link(relative, target);
          return true;
        });
  }

  @Override
  public void sync() {
    blocking(
        "/",
        () -> {
          tree.root().syncFileSystem();
          Optional<LinuxException> earlier = unwritten.getAndSet(Optional.empty());
          if (earlier.isPresent()) {
            throw earlier.get();
          }
          tell();
          return true;
        });
  }

  @Override
  public void flushAhead() {
    LocalIo.run(() -> {
      try {
        tree.root().syncFileSystem();
      } catch (LinuxException e) {
        unwritten.set(Optional.of(e));
      }
    });
  }

  @Override
  public void close() {
    LocalIo.run(() -> {
      tell();
      changes.close();
      tree.root().close();
    });
  }

  private void tell() {
    List<Path> paths = changes.take().stream().map(this::absolute).toList();
    if (!paths.isEmpty()) {
      directories.changed(directory.id(), paths);
    }
  }

  private Path absolute(String relative) {
    return directory.root().resolve(relative);
  }

  private static <T> T blocking(String path, Supplier<T> work) {
    return LocalIo.call(() -> {
      try {
        return work.get();
      } catch (LinuxException e) {
        throw Problems.of(e, path);
      }
    });
  }
}
