package io.windlass.filesystem.exports;

import io.windlass.filesystem.known.KnownObjects.Knowledge;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.Encrypted;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.watch.Gap;
import io.windlass.filesystem.watch.LocalMove;
import io.windlass.filesystem.watch.Seen;
import io.windlass.filesystem.watch.Seen.Content;
import io.windlass.filesystem.watch.Seen.Extent;
import io.windlass.linux.Child;
import io.windlass.linux.Children;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import io.windlass.objectstore.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds what changed in a linked directory while nobody watched, and notes it in the journal:
 * entries that differ from their states or changed since then, and objects whose entries are gone.
 * What was there before and never met an object is left alone.
 */
public final class Rescan {
  private static final int BATCH = 512;
  private static final int PEEKED = 50;

  /** Clocks of files are coarse, and may be set. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final Site site;
  private final List<Seen> batch = new ArrayList<>();
  private long noted;

  /** Entries that know their own object. */
  private long agreeing;

  /** For one link. */
  public Rescan(Site site) {
    this.site = site;
  }

  /**
   * Compares everything. Memory does not grow with the number of entries.
   *
   * @param gap when nobody watched
   * @return how many names were noted
   */
  public long run(Gap gap) {
    Instant early = gap.since().minus(MARGIN);
    long sinceNanos =
        Math.addExact(Math.multiplyExact(early.getEpochSecond(), 1_000_000_000L), early.getNano());
    new TreeWalk(site.directory(), site.paths()::reserved)
        .walk("", (path, _) -> look(path, sinceNanos));
    flush();
    if (gap.rebooted()) {
      dropMovesToNowhere();
    }
    vanished(gap);
    flush();
    return noted;
  }

  private void look(String path, long since) {
    Optional<Entry> found;
    try {
      found = Looks.at(site.tree(), site.directory(), path);
    } catch (LinuxException e) {
      if (!Encrypted.isMeant(e)) {
        throw e;
      }
      note(name(path, Extent.ENTRY, false)); // so that it is told that links leave it out
      return;
    }
    if (found.isEmpty() || !found.get().transferable()) {
      return;
    }
    Entry entry = found.get();
    FileStatus status = entry.status();
    boolean recent = status.changed() >= since;
    Optional<FileState> state = entry.known(site.link());
    String key = site.paths().stateKey(path, status.isDirectory());
    if (state.isPresent() && !state.get().key().equals(key)) {
      note(renamed(path, state.get().key()));
      return;
    }
    agreeing += state.isPresent() ? 1 : 0;
    boolean differs =
        state.isPresent() && !status.isDirectory() && Entry.differs(status, state.get());
    if (!recent && !differs) {
      return;
    }
    boolean arrived = status.isDirectory() && state.isEmpty() && !hasKnownChild(path);
    note(name(path, arrived ? Extent.TREE : Extent.ENTRY, false));
  }

  /** Whether something in a directory knows its own object there, so that it did not come along. */
  private boolean hasKnownChild(String path) {
    try (Descriptor directory =
            site.directory().open(path, OpenFlags.READ | OpenFlags.DIRECTORY, 0);
        Children children = directory.children()) {
      for (int i = 0; i < PEEKED && children.hasNext(); i++) {
        Child child = children.next();
        String childPath = path + "/" + child.name();
        String key = site.paths().stateKey(childPath, child.type() == Child.Type.DIRECTORY);
        boolean known =
            Looks.at(site.tree(), site.directory(), childPath)
                .flatMap(entry -> entry.known(site.link(), key))
                .isPresent();
        if (known) {
          return true;
        }
      }
      return false;
    } catch (LinuxException e) {
      if (Looks.isAbsent(e) || Encrypted.isMeant(e)) {
        return false;
      }
      throw e;
    }
  }

  /** The disk may have lost what was renamed: that is no reason to delete its object. */
  private void dropMovesToNowhere() {
    long last = 0;
    while (true) {
      List<LocalMove> moves = site.changes().moves(site.link().id(), last, BATCH);
      if (moves.isEmpty()) {
        return;
      }
      for (LocalMove move : moves) {
        last = move.id();
        if (Looks.isGone(site.tree(), site.tree().root(), move.to())) {
          site.changes().done(move);
        }
      }
    }
  }

  /**
   * Objects that an entry agreed with and that have none any more. After a reboot nobody knows
   * whether it was removed or lost: it is forgotten, so that an import brings it back.
   */
  private void vanished(Gap gap) {
    if (site.known().size() == agreeing) {
      return; // all of them are there
    }
    try (Stream<Listing.Entry> listing =
        site.store().walk(site.link().bucket(), site.link().prefix(), Optional.empty())) {
      for (Iterator<Listing.Entry> each = listing.iterator(); each.hasNext(); ) {
        Listing.Entry object = each.next();
        String key = site.paths().relative(object.key());
        String path = Removals.pathOf(site.paths().toPath(object.key()));
        if (!path.isEmpty()
            && site.known().of(key, object.etag()) == Knowledge.SAME
            && Looks.isGone(site.tree(), site.directory(), path)) {
          if (gap.rebooted()) {
            site.known().remove(key);
          } else {
            note(name(path, Extent.ENTRY, true));
          }
        }
      }
    }
  }

  /** With both ends, so that the old object is kept until the new one is there. */
  private Seen renamed(String path, String oldKey) {
    String directory = site.link().directory();
    String base = directory.isEmpty() ? "" : directory + "/";
    String old = oldKey.endsWith("/") ? oldKey.substring(0, oldKey.length() - 1) : oldKey;
    return new Seen.Rename(
        site.link().fileSystemId(),
        base + old,
        base + path,
        Extent.ENTRY,
        Optional.of(new Seen.Source(site.link().id(), old)));
  }

  private Seen name(String path, Extent extent, boolean gone) {
    return new Seen.Name(site.link().id(), path, extent, Content.WRITTEN, gone, Duration.ZERO);
  }

  private void note(Seen seen) {
    batch.add(seen);
    noted++;
    if (batch.size() == BATCH) {
      flush();
    }
  }

  private void flush() {
    site.changes().record(batch);
    batch.clear();
  }
}
