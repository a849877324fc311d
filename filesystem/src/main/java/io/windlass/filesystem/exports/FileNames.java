package io.windlass.filesystem.exports;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.watch.Seen;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Files with several names: one object for each, kept alike. */
final class FileNames {
  private final Site site;
  private final HardLinks links;

  FileNames(Site site) {
    this.site = site;
    this.links = new HardLinks(site.jdbi(), site.link().id());
  }

  Optional<HardLinks.Name> find(String path) {
    return links.find(path);
  }

  /** Whether the name that the state speaks of is still a name of the same file. */
  boolean isOtherName(FileStatus status, FileState state) {
    if (status.links() < 2) {
      return false;
    }
    Optional<Entry> first = Looks.at(site.tree(), site.directory(), state.key());
    return first.filter(entry -> entry.status().inode() == status.inode()).isPresent();
  }

  /** A further name has an object with the content of the first. */
  void note(String path, FileStatus status, String etag, FileState first) {
    links.put(new HardLinks.Name(path, status.inode(), etag, first.etag()));
    links.put(new HardLinks.Name(first.key(), status.inode(), first.etag(), first.etag()));
  }

  /** The object of one name has new content: those of the others are to follow. */
  void contentChanged(String path, FileStatus status, String etag) {
    if (status.links() < 2) {
      return;
    }
    links.put(new HardLinks.Name(path, status.inode(), etag, etag));
    List<Seen.Name> others =
        links.of(status.inode()).stream()
            .filter(name -> !name.path().equals(path))
            .map(name ->
                new Seen.Name(
                    site.link().id(),
                    name.path(),
                    Seen.Extent.ENTRY,
                    Seen.Content.AS_TOLD,
                    false,
                    Duration.ZERO))
            .toList();
    site.changes().record(others);
  }

  /**
   * The name is gone and its object will be: a file that spoke of it speaks of another of its names
   * from now on.
   */
  void gone(String path) {
    Optional<HardLinks.Name> name = links.find(path);
    if (name.isEmpty()) {
      return;
    }
    for (HardLinks.Name other : links.of(name.get().inode())) {
      if (!other.path().equals(path) && repoint(other, path)) {
        break;
      }
    }
    links.remove(path);
  }

  /** The same for many names. */
  void gone(List<String> paths) {
    links.among(paths).forEach(this::gone);
  }

  private boolean repoint(HardLinks.Name other, String path) {
    try (Descriptor file =
        site.directory().open(other.path(), OpenFlags.READ | OpenFlags.NON_BLOCKING, 0)) {
      Optional<FileState> state = site.tree().states().read(file);
      boolean speaks =
          file.status().inode() == other.inode()
              && state.isPresent()
              && state.get().link() == site.link().number()
              && state.get().key().equals(path)
              && state.get().etag().equals(other.sourceEtag());
      if (speaks) {
        site.contents()
            .update(
                file,
                now ->
                    new FileState(
                        now.link(),
                        other.path(),
                        other.etag(),
                        now.size(),
                        now.modified(),
                        now.content(),
                        now.changed(),
                        now.pinned()));
      }
      return speaks;
    } catch (LinuxException e) {
      if (Looks.isAbsent(e)) {
        links.remove(other.path());
        return false;
      }
      throw e;
    }
  }
}
