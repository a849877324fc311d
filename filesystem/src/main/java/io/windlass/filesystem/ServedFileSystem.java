package io.windlass.filesystem;

import io.windlass.filesystem.FileSystem.Mode;
import io.windlass.filesystem.FileSystem.Source;
import io.windlass.filesystem.lazy.Capability;
import io.windlass.filesystem.lazy.ContentException;
import io.windlass.filesystem.lazy.LazyFileSystem;
import io.windlass.filesystem.lazy.Settings;
import io.windlass.filesystem.linux.Descriptor;
import io.windlass.filesystem.linux.LinuxException;
import io.windlass.filesystem.linux.Mounts;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileStates;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.LazyContent;
import io.windlass.filesystem.volume.MountPoint;
import io.windlass.filesystem.volume.Volume;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file system that this node has open: mounted out of sight, watched where that is possible, and
 * then shown to users. Thread-safe.
 */
final class ServedFileSystem implements AutoCloseable {
  private final FileSystem fileSystem;
  private final Volume volume;
  private final Mode mode;
  private final Optional<String> modeReason;
  private final Optional<LazyFileSystem> lazy;
  private final Optional<Descriptor> ownRoot;
  private final LinkContents contents;
  private final FileTree tree;
  private final Map<String, RunningLink> running = new ConcurrentHashMap<>();

  private ServedFileSystem(
      FileSystem fileSystem,
      Volume volume,
      Capability capability,
      Optional<LazyFileSystem> lazy,
      LinkContents contents) {
    this.fileSystem = fileSystem;
    this.volume = volume;
    this.mode = lazy.isPresent() ? Mode.LAZY : Mode.EAGER;
    this.modeReason =
        capability instanceof Capability.Eager(String reason)
            ? Optional.of(reason)
            : Optional.empty();
    this.lazy = lazy;
    this.contents = contents;
    this.ownRoot =
        lazy.isPresent() ? Optional.empty() : Optional.of(Descriptor.openDirectory(volume.root()));
    Descriptor root = lazy.map(LazyFileSystem::root).or(() -> ownRoot).orElseThrow();
    this.tree =
        new FileTree(root, new FileStates(attribute(root)), lazy.map(ServedFileSystem::stubs));
  }

  /**
   * Opens a file system and shows it. What a process of this node that died has left is taken over.
   *
   * @throws io.windlass.foundation.WindlassException what {@link Volume} and {@link MountPoint}
   *     refuse; {@code file_system_not_watchable} for one with stubs that cannot be watched now
   */
  static ServedFileSystem open(FileSystem fileSystem, NodeSetup setup) {
    LinkContents contents = new LinkContents(setup::store);
    Path run = setup.run(fileSystem);
    conceal(fileSystem);
    Volume volume = volume(fileSystem, setup);
    try {
      Capability capability = capability(fileSystem, volume.root(), run, setup);
      Optional<LazyFileSystem> lazy =
          capability instanceof Capability.Lazy
              ? Optional.of(
                  LazyFileSystem.arm(volume.root(), run, contents, (_, _) -> {}, Settings.DEFAULT))
              : Optional.empty();
      ServedFileSystem served =
          new ServedFileSystem(fileSystem, volume, capability, lazy, contents);
      served.expose();
      return served;
    } catch (RuntimeException e) {
      volume.close();
      throw e;
    }
  }

  FileSystem fileSystem() {
    return fileSystem;
  }

  Mode mode() {
    return mode;
  }

  Optional<String> modeReason() {
    return modeReason;
  }

  FileTree tree() {
    return tree;
  }

  Optional<LazyFileSystem> lazy() {
    return lazy;
  }

  LinkContents contents() {
    return contents;
  }

  /** The links that this node runs. */
  Map<String, RunningLink> running() {
    return running;
  }

  /** Stops the links, hides the file system and unmounts it. */
  @Override
  public void close() {
    running.values().forEach(RunningLink::close);
    running.clear();
    tree.close();
    if (lazy.isPresent()) {
      lazy.get().detach();
    } else if (!shownInPlace()) {
      MountPoint.clear(fileSystem.mountPoint());
    }
    ownRoot.ifPresent(Descriptor::close);
    volume.close();
  }

  private void expose() {
    if (shownInPlace()) {
      return;
    }
    MountPoint.prepare(fileSystem.mountPoint());
    if (lazy.isPresent()) {
      lazy.get().expose(fileSystem.mountPoint());
      return;
    }
    try (Descriptor copy = Mounts.copy(volume.root())) {
      Mounts.attach(copy, fileSystem.mountPoint());
    } catch (LinuxException e) {
      throw Problem.of(
              Kind.CONFLICT,
              "mount_refused",
              "The file system cannot be shown at "
                  + fileSystem.mountPoint()
                  + ": "
                  + e.getMessage()
                  + ".")
          .withRemedy("Run Windlass as root, or make the directory itself the mount point.")
          .toException(e);
    }
  }

  /** An eager file system in a directory needs no mount to be seen there. */
  private boolean shownInPlace() {
    return fileSystem.source().path().equals(fileSystem.mountPoint());
  }

  /**
   * Hides what a process that died has shown: until it is watched again its stubs would read as
   * zeros. Who has a file open keeps it.
   */
  private static void conceal(FileSystem fileSystem) {
    if (!fileSystem.source().path().equals(fileSystem.mountPoint())) {
      MountPoint.clear(fileSystem.mountPoint());
    }
  }

  private static Volume volume(FileSystem fileSystem, NodeSetup setup) {
    return switch (fileSystem.source()) {
      case Source.Image(Path path, long size) -> Volume.image(path, size, setup.volume(fileSystem));
      case Source.Device(Path path) -> Volume.device(path, setup.volume(fileSystem));
      case Source.Directory(Path path) -> Volume.directory(path);
    };
  }

  private static Capability capability(
      FileSystem fileSystem, Path root, Path run, NodeSetup setup) {
    Capability found = found(fileSystem, root, run, setup);
    if (fileSystem.mode().filter(mode -> mode == Mode.EAGER).isPresent()
        && found instanceof Capability.Lazy) {
      return new Capability.Eager(
          fileSystem.modeReason().orElse("It was made as an eager file system."));
    }
    if (fileSystem.mode().filter(mode -> mode == Mode.LAZY).isPresent()
        && found instanceof Capability.Eager(String reason)) {
      throw Problem.of(
              Kind.CONFLICT,
              "file_system_not_watchable",
              "The file system may hold stubs and cannot be watched: " + reason)
          .withRemedy("It stays hidden until it can: its stubs would read as zeros.")
          .toException();
    }
    return found;
  }

  private static Capability found(FileSystem fileSystem, Path root, Path run, NodeSetup setup) {
    if (fileSystem.source().path().equals(fileSystem.mountPoint())) {
      return new Capability.Eager("It is shown where it is, so that it cannot be watched first.");
    }
    List<Path> own =
        List.of(
            Path.of("/"),
            setup.data(),
            Path.of(System.getProperty("java.home")),
            Path.of(System.getProperty("java.io.tmpdir")));
    for (Path path : own) {
      if (store(path).equals(store(root))) {
        return new Capability.Eager(
            "It shares its file system with " + path + ", which Windlass itself needs.");
      }
    }
    return LazyFileSystem.probe(root, run);
  }

  private static FileStore store(Path path) {
    try {
      return Files.getFileStore(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The attribute that users cannot see, where this process may have it. */
  private static String attribute(Descriptor root) {
    String probe = FileStates.TRUSTED + "probe";
    try {
      root.attribute(probe, new byte[] {1});
      root.removeAttribute(probe);
      return FileStates.TRUSTED;
    } catch (LinuxException e) {
      return FileStates.USER;
    }
  }

  private static LazyContent stubs(LazyFileSystem lazy) {
    return new LazyContent() {
      @Override
      public boolean makeStub(Descriptor file, FileState state) {
        return lazy.makeStub(file, state);
      }

      @Override
      public void restore(Descriptor stub) {
        try {
          lazy.restore(stub);
        } catch (ContentException e) {
          throw Problem.of(Kind.UNAVAILABLE, "content_unavailable", "" + e.getMessage())
              .toException(e);
        }
      }
    };
  }
}
