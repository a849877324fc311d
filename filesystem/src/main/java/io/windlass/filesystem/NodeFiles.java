package io.windlass.filesystem;

import io.windlass.filesystem.exports.Exported;
import io.windlass.filesystem.exports.Exporter;
import io.windlass.filesystem.exports.HsmState;
import io.windlass.filesystem.exports.Released;
import io.windlass.filesystem.exports.Releaser;
import io.windlass.filesystem.exports.Restorer;
import io.windlass.filesystem.exports.Site;
import io.windlass.filesystem.lazy.LazyFileSystem;
import io.windlass.filesystem.link.LinkPaths;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.tree.Entry;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Files of the file systems of this node, by their visible paths. */
final class NodeFiles implements LocalFiles {
  private final NodeWork work;
  private final Supplier<Collection<ServedFileSystem>> served;

  NodeFiles(NodeWork work, Supplier<Collection<ServedFileSystem>> served) {
    this.work = work;
    this.served = served;
  }

  /**
   * A path of a file system.
   *
   * @param path below its root, without slashes at its ends
   * @param link the link that it belongs to
   */
  private record Place(ServedFileSystem served, String path, Optional<LinkDetails> link) {
    LinkDetails linked() {
      return link.orElseThrow(() ->
          Problem.of(Kind.INVALID, "file_not_linked", "/" + path + " belongs to no link.")
              .toException());
    }

    String below() {
      String directory = linked().link().directory();
      String rest = path.substring(directory.length());
      return rest.startsWith("/") ? rest.substring(1) : rest;
    }
  }

  @Override
  public List<FileReport> state(List<String> paths) {
    return paths.stream().map(path -> report(path, place(path))).toList();
  }

  @Override
  public Done restore(String path) {
    return linked(
        path, (place, site, results) -> new Restorer(site).restoreAll(place.below(), results));
  }

  @Override
  public Done archive(String path) {
    return linked(
        path,
        (place, site, results) ->
            new Exporter(site)
                .exportAll(
                    place.below(),
                    (entry, exported) -> {
                      if (exported instanceof Exported.Failed(var code, String message, var _)) {
                        results.failure(entry, code.text(), message);
                      } else {
                        results.success();
                      }
                    })
                .isPresent());
  }

  @Override
  public Done release(String path) {
    return linked(
        path,
        (place, site, results) ->
            new Releaser(site)
                .releaseAll(
                    place.below(),
                    Releaser.Age.ANY,
                    (entry, released) -> {
                      switch (released) {
                        case Released.Done _ -> results.success();
                        case Released.Failed(var code, String message) ->
                            results.failure(entry, code.text(), message);
                        case Released.Skipped _ -> {
                          // nothing was to be done
                        }
                      }
                    })
                .isPresent());
  }

  @Override
  public FileReport pin(String path, boolean pinned) {
    Place place = place(path);
    try (Descriptor file = place.served().tree().root().open(place.path(), OpenFlags.READ, 0)) {
      place.served().stubs().update(file, state -> state.withPinned(pinned));
    } catch (LinuxException e) {
      throw refusal(path, e);
    }
    return report(path, place);
  }

  private interface Action {
    /** Whether there is anything at the path. */
    boolean run(Place place, Site site, Results results);
  }

  private Done linked(String path, Action action) {
    Place place = place(path);
    Results results = new Results();
    LinkSides sides = new LinkSides(place.linked(), place.served(), work);
    try (Descriptor directory = place.served().tree().open(place.linked().link())) {
      if (!action.run(place, sides.site(directory, sides.store()), results)) {
        throw notFound(path);
      }
    } catch (LinuxException e) {
      throw refusal(path, e);
    }
    return results.done();
  }

  private FileReport report(String path, Place place) {
    Descriptor root = place.served().tree().root();
    String inside = place.path().isEmpty() ? "." : place.path();
    Entry entry =
        place
            .served()
            .tree()
            .look(root, inside)
            .map(it -> settled(place, inside, it))
            .orElseThrow(() -> notFound(path));
    Optional<FileState> state = place.link().flatMap(link -> entry.known(link.link()));
    HsmState hsm =
        place
            .link()
            .map(link -> HsmState.of(link.link(), entry))
            .orElse(new HsmState(false, false, false, false, false));
    return new FileReport(
        path,
        entry.status().size(),
        hsm.exists(),
        hsm.dirty(),
        hsm.released(),
        hsm.archived(),
        hsm.neverRelease(),
        place.link().map(LinkDetails::id),
        state.map(known -> place.linked().link().prefix() + known.key()),
        state.map(FileState::etag),
        lastFailure(place, inside, entry));
  }

  /** What was fetched a moment ago is here, whatever the disk still says. */
  private static Entry settled(Place place, String inside, Entry entry) {
    if (entry.state().filter(state -> state.content() == Content.RELEASED).isEmpty()) {
      return entry;
    }
    try (Descriptor file = place.served().tree().root().open(inside, OpenFlags.READ, 0)) {
      return place.served().stubs().holds(file)
          ? new Entry(entry.status(), entry.state().map(state -> state.with(Content.LOCAL)))
          : entry;
    }
  }

  private static Optional<String> lastFailure(Place place, String inside, Entry entry) {
    Optional<LazyFileSystem> lazy = place.served().lazy();
    if (lazy.isEmpty() || !entry.status().isFile()) {
      return Optional.empty();
    }
    try (Descriptor file = place.served().tree().root().open(inside, OpenFlags.READ, 0)) {
      return lazy.get().lastFailure(file.handle());
    }
  }

  private Place place(String path) {
    Path wanted = absolute(path);
    ServedFileSystem found =
        served.get().stream()
            .filter(open -> wanted.startsWith(open.fileSystem().mountPoint()))
            .findFirst()
            .orElseThrow(() -> elsewhere(path, wanted));
    String inside = found.fileSystem().mountPoint().relativize(wanted).toString();
    Optional<LinkDetails> link =
        found.contents().all().stream()
            .filter(it -> LinkPaths.within(inside, it.link().directory()))
            .findFirst();
    return new Place(found, inside, link);
  }

  private static Path absolute(String path) {
    Path wanted = Path.of(path);
    if (!wanted.isAbsolute() || path.indexOf('\0') >= 0) {
      throw Problem.of(Kind.INVALID, "invalid_path", "The path must be absolute.").toException();
    }
    return wanted.normalize();
  }

  private WindlassException elsewhere(String path, Path wanted) {
    Optional<String> node =
        work
            .setup()
            .database()
            .jdbi()
            .withHandle(
                handle -> FileSystemRows.list(handle, FileSystemFilter.all(), Page.first()).items())
            .stream()
            .filter(it -> wanted.startsWith(it.mountPoint()))
            .map(FileSystem::node)
            .findFirst();
    return node.map(id ->
            Problem.of(
                    Kind.CONFLICT,
                    "file_system_elsewhere",
                    "The file system of " + path + " is not open on this node.")
                .withRemedy("Ask node " + id + ".")
                .toException())
        .orElseGet(() ->
            Problem.of(
                    Kind.INVALID,
                    "path_outside_file_systems",
                    path + " lies in no file system of Windlass.")
                .toException());
  }

  private static WindlassException notFound(String path) {
    return Problem.of(Kind.NOT_FOUND, "file_not_found", "There is nothing at " + path + ".")
        .toException();
  }

  private static RuntimeException refusal(String path, LinuxException e) {
    return e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR ? notFound(path) : e;
  }

  /** What came of many files. Thread-safe. */
  private static final class Results implements Restorer.Listener {
    private static final int SHOWN = 100;

    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final List<Failure> failures = new CopyOnWriteArrayList<>();

    @Override
    public void restored(String path) {
      success();
    }

    @Override
    public void failed(String path, String code, String message) {
      failure(path, code, message);
    }

    void success() {
      succeeded.incrementAndGet();
    }

    void failure(String path, String code, String message) {
      if (failed.incrementAndGet() <= SHOWN) {
        failures.add(new Failure(path, code, message));
      }
    }

    Done done() {
      return new Done(succeeded.get(), failed.get(), failures);
    }
  }
}
