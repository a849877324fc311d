package io.windlass.filesystem.exports;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.Encrypted;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.KeyLocks;
import io.windlass.filesystem.tree.KeyLocks.Held;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.linux.FileName;
import io.windlass.linux.LinuxException;
import java.util.Optional;

/** Brings what belongs to one path in step, whatever is there now. Thread-safe. */
final class EntryExports {
  private static final int LONGEST_KEY = 1024;

  /** How often an entry may change under our eyes before it is left for later. */
  private static final int LOOKS = 4;

  private final Site site;
  private final KeyLocks locks;
  private final FileExports files;
  private final SmallExports small;
  private final Removals removals;

  EntryExports(Site site) {
    this.site = site;
    this.locks = site.tree().locks(site.link());
    ObjectWriter writer = new ObjectWriter(site);
    Claims claims = new Claims(site);
    FileNames names = new FileNames(site);
    this.files = new FileExports(site, writer, claims, names);
    this.small = new SmallExports(site, writer, claims);
    this.removals = new Removals(site, claims, names);
  }

  Removals removals() {
    return removals;
  }

  /** Never throws for what concerns this entry alone. */
  Exported bring(String path, Ask ask) {
    if (path.isEmpty() || site.paths().reserved(path)) {
      return new Exported.Skipped("The name is Windlass's own.");
    }
    try {
      return attempt(path, ask);
    } catch (NotInStep conflict) {
      return overtaken(conflict.key());
    } catch (LinuxException e) {
      return Encrypted.isMeant(e) && !isDirectory(path)
          ? new Exported.Skipped(Encrypted.REASON) // of the directory it is told once
          : failed(ExportFailure.of(e));
    } catch (RuntimeException e) {
      return failed(ExportFailure.of(e));
    }
  }

  private boolean isDirectory(String path) {
    try {
      return site.directory().status(path).isDirectory();
    } catch (LinuxException e) {
      return false;
    }
  }

  private Exported overtaken(String key) {
    try {
      site.bucketSide().takeOver(site.link().prefix() + key);
      return new Exported.Overtaken(key);
    } catch (RuntimeException e) {
      return failed(ExportFailure.of(e));
    }
  }

  static Exported failed(ExportFailure failure) {
    return new Exported.Failed(failure.code(), failure.text(), failure.isPassing());
  }

  private Exported attempt(String path, Ask ask) throws NotInStep {
    for (int look = 0; look < LOOKS; look++) {
      Optional<String> other = otherKey(Looks.at(site.tree(), site.directory(), path), path);
      try (Held _ = other.isPresent() ? locks.lock(path, other.get()) : locks.lock(path)) {
        Optional<Entry> entry = Looks.at(site.tree(), site.directory(), path);
        if (otherKey(entry, path).equals(other)) {
          return locked(path, entry, other, ask);
        }
      } catch (LinuxException e) {
        if (!Looks.isAbsent(e)) {
          throw e;
        }
      }
    }
    return new Exported.Busy();
  }

  /** The key in the state of an entry that was renamed here. */
  private Optional<String> otherKey(Optional<Entry> entry, String path) {
    return entry.flatMap(found ->
        found
            .known(site.link())
            .map(FileState::key)
            .filter(key -> !key.equals(site.paths().stateKey(path, found.status().isDirectory()))));
  }

  private Exported locked(String path, Optional<Entry> found, Optional<String> otherKey, Ask ask)
      throws NotInStep {
    if (found.isEmpty()) {
      return FileName.isText(path) ? removals.gone(path, ask) : new Exported.InStep();
    }
    Entry entry = found.get();
    if (!entry.transferable()) {
      removals.gone(path, ask);
      return new Exported.Skipped("Devices, sockets and pipes have no objects.");
    }
    boolean directory = entry.status().isDirectory();
    checkKey(path, directory);
    Exported exported =
        entry.status().isFile() ? files.bring(path, ask) : small.bring(path, entry, ask);
    removals.otherKind(path, directory, ask);
    boolean renamed = otherKey.isPresent() && hasMoved(path, directory) && ask.forOldKeys();
    if (renamed && ask.oldKeys() == Ask.OldKeys.DELETE) {
      removals.renamedAway(otherKey.get());
    }
    return exported;
  }

  /** Whether the entry knows an object under its own key by now. */
  private boolean hasMoved(String path, boolean directory) {
    String key = site.paths().stateKey(path, directory);
    return Looks.at(site.tree(), site.directory(), path)
        .flatMap(entry -> entry.known(site.link(), key))
        .isPresent();
  }

  private void checkKey(String path, boolean directory) {
    if (!FileName.isText(path)) {
      throw ExportFailure.lasting(
          ReportCode.S3_OBJECT_PATH_NOT_POSIX_COMPLIANT,
          "The name is not UTF-8, so no key can be made of it: rename the file.");
    }
    int bytes = site.paths().toKey(path, directory).getBytes(UTF_8).length;
    if (bytes > LONGEST_KEY) {
      throw ExportFailure.lasting(
          ReportCode.PATH_SIZE_TOO_LONG,
          "The key would have %d bytes; S3 allows %d.".formatted(bytes, LONGEST_KEY));
    }
  }
}
