package io.windlass.filesystem;

import io.windlass.filesystem.FileSystem.Mode;
import io.windlass.filesystem.FileSystem.Source;
import io.windlass.filesystem.exports.StubContents;
import io.windlass.filesystem.imports.Importer;
import io.windlass.filesystem.lazy.Capability;
import io.windlass.filesystem.lazy.LazyFileSystem;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileStates;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.PendingChanges;
import io.windlass.filesystem.volume.MountPoint;
import io.windlass.filesystem.volume.Volume;
import io.windlass.filesystem.watch.ChangeWatch;
import io.windlass.filesystem.watch.LocalChanges;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Fanotify;
import io.windlass.linux.FileHandle;
import io.windlass.linux.LinuxException;
import io.windlass.linux.Mounts;
import io.windlass.linux.OpenFlags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file system that this node has open: mounted out of sight, watched where that is possible, and
 * shown to users by {@link #expose}. Thread-safe.
 */
final class ServedFileSystem {
  private static final Logger log = LoggerFactory.getLogger(ServedFileSystem.class);

  private final FileSystem fileSystem;
  private final NodeSetup setup;
  private final Volume volume;
  private final Capability capability;
  private final Optional<LazyFileSystem> lazy;
  private final Optional<Descriptor> ownRoot;
  private final LinkContents contents;
  private final StubContents stubs;
  private final FileTree tree;
  private final Map<String, RunningLink> running = new ConcurrentHashMap<>();
  private volatile @Nullable ChangeWatch watch;
  private @Nullable Fanotify ownGroup;
  private boolean watchedBefore;

  private ServedFileSystem(
      FileSystem fileSystem,
      NodeSetup setup,
      Volume volume,
      Capability capability,
      Optional<LazyFileSystem> lazy,
      LinkContents contents) {
    this.fileSystem = fileSystem;
    this.setup = setup;
    this.volume = volume;
    this.capability = capability;
    this.lazy = lazy;
    this.contents = contents;
    this.ownRoot =
        lazy.isPresent() ? Optional.empty() : Optional.of(Descriptor.openDirectory(volume.root()));
    Descriptor root = lazy.map(LazyFileSystem::root).or(() -> ownRoot).orElseThrow();
    FileStates states = lazy.map(LazyFileSystem::states).orElseGet(() -> eagerStates(root));
    Optional<LazyContents> lazyContents = lazy.map(LazyContents::new);
    this.stubs = lazyContents.isPresent() ? lazyContents.get() : StubContents.none(states);
    this.tree = new FileTree(root, states, lazyContents.map(it -> it));
  }

  /**
   * Opens a file system, out of sight of users. What a process of this node that died has left is
   * taken over, and who waits for content since then gets it at once.
   *
   * @param links those that exist
   * @throws io.windlass.foundation.WindlassException what {@link Volume} refuses; {@code
   *     file_system_not_watchable} for one with stubs that cannot be watched now
   */
  static ServedFileSystem open(
      FileSystem fileSystem, Collection<LinkDetails> links, NodeSetup setup) {
    if (!Visible.mayStay(fileSystem, setup)) {
      MountPoint.clear(fileSystem.mountPoint());
    }
    LinkContents contents = new LinkContents(setup::store);
    links.forEach(contents::put);
    Volume volume = volume(fileSystem, setup);
    try {
      Capability capability = Visible.capability(fileSystem, volume.root(), setup);
      Optional<LazyFileSystem> lazy =
          capability instanceof Capability.Lazy
              ? Optional.of(arm(fileSystem, setup, volume, contents))
              : Optional.empty();
      ServedFileSystem served =
          new ServedFileSystem(fileSystem, setup, volume, capability, lazy, contents);
      contents.onChange(served::refresh);
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
    return lazy.isPresent() ? Mode.LAZY : Mode.EAGER;
  }

  Optional<String> modeReason() {
    return capability instanceof Capability.Eager(String reason)
        ? Optional.of(reason)
        : Optional.empty();
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

  StubContents stubs() {
    return stubs;
  }

  /** The links that are in service. */
  Map<String, RunningLink> running() {
    return running;
  }

  /** Sees what users change; absent where this process may not watch. */
  Optional<ChangeWatch> watch() {
    return Optional.ofNullable(watch);
  }

  /**
   * Begins to see what users change below the directories of these links. Where that is not
   * allowed, nothing is seen, and the log says so.
   */
  void watch(List<Link> links, LocalChanges changes) {
    try {
      Fanotify group = lazy.map(LazyFileSystem::changes).orElseGet(this::ownGroup);
      boolean kept = watchedBefore || lazy.filter(LazyFileSystem::takenOver).isPresent();
      Files.createDirectories(setup.run(fileSystem));
      watch =
          ChangeWatch.start(
              new ChangeWatch.Watched(
                  fileSystem.id(),
                  tree.root(),
                  group,
                  kept ? ChangeWatch.Origin.KEPT : ChangeWatch.Origin.NEW,
                  spool(),
                  ChangeWatch.Watched.SETTLE),
              links,
              changes);
      watchedBefore = true;
    } catch (LinuxException e) {
      log.warn("Changes in {} cannot be seen: {}", fileSystem.mountPoint(), e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Shows it to users. */
  void expose() {
    if (Visible.inPlace(fileSystem)) {
      return;
    }
    if (!MountPoint.mounted(fileSystem.mountPoint())) {
      MountPoint.prepare(fileSystem.mountPoint());
    }
    if (lazy.isPresent()) {
      lazy.get().expose(fileSystem.mountPoint());
    } else {
      MountPoint.clear(fileSystem.mountPoint());
      bind();
    }
  }

  /**
   * Stops the links, hides the file system and unmounts it.
   *
   * @throws io.windlass.foundation.WindlassException {@code file_system_in_use}; it is still served
   *     then, without its links
   */
  void end() {
    haltLinks();
    if (lazy.isPresent()) {
      lazy.get().detach();
    } else if (!Visible.inPlace(fileSystem)) {
      MountPoint.clear(fileSystem.mountPoint());
    }
    release();
    removeRunDirectory();
    volume.close();
  }

  /** What watches of eager file systems leave; lazy ones have removed it. */
  private void removeRunDirectory() {
    try {
      Files.deleteIfExists(spool());
      Files.deleteIfExists(setup.run(fileSystem));
    } catch (IOException e) {
      log.warn("{} could not be removed: {}", setup.run(fileSystem), e.getMessage());
    }
  }

  private Path spool() {
    return setup.run(fileSystem).resolve("changes.spool");
  }

  /** Ends what could not be shown, unless a process before this one has shown it. */
  void giveUp() {
    if (MountPoint.mounted(fileSystem.mountPoint())) {
      leave();
    } else {
      end();
    }
  }

  /** Lets go of it: what users have open stays guarded until a node opens it again. */
  void leave() {
    haltLinks();
    lazy.ifPresent(LazyFileSystem::close);
    release();
  }

  private void refresh(LinkDetails link, FileState state, FileHandle stub) {
    try (Descriptor file = tree.root().openHandle(stub, OpenFlags.READ_WRITE)) {
      new Importer(tree, link.link(), setup.store(link), PendingChanges.NONE).refresh(file, state);
    }
  }

  private void haltLinks() {
    running.values().forEach(RunningLink::close);
    running.clear();
    ChangeWatch open = watch;
    if (open != null) {
      open.close();
      watch = null;
    }
  }

  private void release() {
    tree.close();
    if (ownGroup != null) {
      ownGroup.close();
    }
    ownRoot.ifPresent(Descriptor::close);
  }

  private Fanotify ownGroup() {
    Fanotify group = ownGroup;
    if (group == null) {
      group = Fanotify.changes();
      ownGroup = group;
    }
    return group;
  }

  private void bind() {
    try (Descriptor copy = Mounts.copy(volume.root())) {
      Mounts.attach(copy, fileSystem.mountPoint());
    } catch (LinuxException e) {
      throw Problem.of(
              Kind.CONFLICT,
              "mount_refused",
              "The file system cannot be shown at %s: %s."
                  .formatted(fileSystem.mountPoint(), e.getMessage()))
          .withRemedy("Run Windlass as root, or make the directory itself the mount point.")
          .toException(e);
    }
  }

  private static LazyFileSystem arm(
      FileSystem fileSystem, NodeSetup setup, Volume volume, LinkContents contents) {
    return LazyFileSystem.arm(
        volume.root(), setup.run(fileSystem), contents, contents::changed, setup.settings().lazy());
  }

  private static Volume volume(FileSystem fileSystem, NodeSetup setup) {
    return switch (fileSystem.source()) {
      case Source.Image image -> Volume.image(image.path(), image.size(), setup.volume(fileSystem));
      case Source.Device device -> Volume.device(device.path(), setup.volume(fileSystem));
      case Source.Directory directory -> Volume.directory(directory.path());
    };
  }

  /** In the attribute that users cannot see, where this process may have it. */
  private static FileStates eagerStates(Descriptor root) {
    String probe = FileStates.TRUSTED + "probe";
    try {
      root.attribute(probe, new byte[] {1});
      root.removeAttribute(probe);
      return new FileStates(FileStates.TRUSTED);
    } catch (LinuxException e) {
      return new FileStates(FileStates.USER);
    }
  }
}
