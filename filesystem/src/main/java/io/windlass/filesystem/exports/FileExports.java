package io.windlass.filesystem.exports;

import io.windlass.filesystem.exports.ObjectWriter.NotExpected;
import io.windlass.filesystem.exports.ObjectWriter.Torn;
import io.windlass.filesystem.known.KnownObjects.Knowledge;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.tree.Digests;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.filesystem.watch.Seen;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import io.windlass.linux.Leases;
import io.windlass.linux.OpenFlags;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectStore.Written;
import java.util.Optional;

/** Brings the objects of regular files in step. The caller holds the locks of the entry. */
final class FileExports {
  private final Site site;
  private final ObjectWriter writer;
  private final Claims claims;
  private final FileNames names;

  FileExports(Site site, ObjectWriter writer, Claims claims, FileNames names) {
    this.site = site;
    this.writer = writer;
    this.claims = claims;
    this.names = names;
  }

  /** An open file, at rest, with what it knows of its object. */
  private record Open(String path, Descriptor file, FileStatus status, Ask ask) {
    String key() {
      return path;
    }
  }

  Exported bring(String path, Ask ask) throws NotInStep {
    try (Descriptor file =
        site.directory().open(path, OpenFlags.READ | OpenFlags.NON_BLOCKING, 0)) {
      if (!file.status().isFile() || Leases.openForWriting(file)) {
        return new Exported.Busy();
      }
      Optional<FileState> state = ownState(file);
      FileStatus status = file.status();
      if (status.size() > site.settings().largestFile()) {
        throw ExportFailure.lasting(
            ReportCode.FILE_SIZE_TOO_LARGE,
            "The file is larger than " + site.settings().largestFile() + " bytes.");
      }
      Open open = new Open(path, file, status, ask);
      if (state.isEmpty()) {
        return fresh(open);
      }
      if (state.get().key().equals(path)) {
        return own(open, state.get());
      }
      return names.isOtherName(status, state.get())
          ? furtherName(open, state.get())
          : renamed(open, state.get());
    } catch (NotExpected _) {
      throw new NotInStep(path);
    } catch (Torn _) {
      return new Exported.Busy();
    }
  }

  /** What the file knows of an object of this link. A stub of another link is filled. */
  private Optional<FileState> ownState(Descriptor file) {
    Optional<FileState> state = site.tree().states().read(file);
    if (state.isPresent() && state.get().link() != site.link().number()) {
      if (state.get().content() == Content.RELEASED) {
        site.contents().restore(file);
      }
      return Optional.empty();
    }
    return state;
  }

  // ---- a file that has met its object

  private Exported own(Open open, FileState state) throws NotInStep, NotExpected, Torn {
    if (sameContent(open, state)) {
      return relabel(open, state);
    }
    if (!open.ask().forChanged()) {
      markChanged(open.file());
      return new Exported.Skipped("Changes are not exported.");
    }
    Optional<ObjectFacts> facts = site.head(open.key());
    boolean changedThere = facts.isPresent() && !facts.get().etag().equals(state.etag());
    if (changedThere && hasBytesOf(open, facts.get())) {
      // an attempt that died wrote it already
      writeState(open, facts.get().etag(), state.pinned());
      return relabel(open, site.tree().states().read(open.file()).orElseThrow());
    }
    boolean ours =
        changedThere && site.known().of(open.key(), facts.orElseThrow().etag()) == Knowledge.SAME;
    if (changedThere && !ours) {
      markChanged(open.file());
      throw new NotInStep(open.key());
    }
    return write(open, facts);
  }

  private boolean sameContent(Open open, FileState state) {
    if (state.content() == Content.RELEASED) {
      return true;
    }
    if (open.status().size() != state.size()) {
      return false;
    }
    boolean asTold = open.ask().content() == Seen.Content.AS_TOLD && !state.changed();
    return (asTold && open.status().modified() == state.modified())
        || Bytes.same(open.file(), open.status().size(), state.etag());
  }

  private static boolean hasBytesOf(Open open, ObjectFacts facts) {
    return facts.size() == open.status().size()
        && Bytes.same(open.file(), facts.size(), facts.etag());
  }

  private void markChanged(Descriptor file) {
    site.contents().update(file, FileState::asChanged);
  }

  /** Content is as it was: mode and owner may not be. */
  private Exported relabel(Open open, FileState state) throws NotInStep, NotExpected {
    Optional<ObjectFacts> facts = site.head(open.key());
    if (facts.isEmpty()) {
      if (state.content() == Content.RELEASED) {
        throw ExportFailure.passing(
            ReportCode.S3_OBJECT_NOT_FOUND, "The object of the released file is missing.");
      }
      return new Exported.Skipped("The object was deleted in the bucket.");
    }
    if (!facts.get().etag().equals(state.etag())) {
      if (site.link().imports().contains(Change.CHANGED)) {
        throw new NotInStep(open.key());
      }
      return new Exported.Skipped("The object changed in the bucket.");
    }
    if (Labels.agree(open.status(), facts.get())) {
      settle(open, state);
      return new Exported.InStep();
    }
    if (!open.ask().forChanged()) {
      return new Exported.Skipped("Changes are not exported.");
    }
    Written written =
        writer.copy(facts.get(), open.key(), Labels.of(open.status(), open.path(), facts.get()));
    remember(open, written.etag());
    return new Exported.Relabelled(open.key());
  }

  /** The state says of time and change what is so. */
  private void settle(Open open, FileState state) {
    boolean stale = state.changed() || open.status().modified() != state.modified();
    if (stale && state.content() == Content.LOCAL) {
      writeState(open, state.etag(), state.pinned());
    }
  }

  // ---- a file that has not

  private Exported fresh(Open open) throws NotInStep, NotExpected, Torn {
    boolean replaced = site.known().knows(open.key());
    if (!((open.ask().forNew() && !replaced) || (open.ask().forChanged() && replaced))) {
      return new Exported.Skipped(
          replaced ? "Changes are not exported." : "New files are not exported.");
    }
    Optional<ObjectFacts> facts = site.head(open.key());
    if (facts.isPresent()) {
      String etag = facts.get().etag();
      if (hasBytesOf(open, facts.get())) {
        writeState(open, etag, false);
        return relabel(open, site.tree().states().read(open.file()).orElseThrow());
      }
      if (site.known().of(open.key(), etag) != Knowledge.SAME) {
        throw new NotInStep(open.key());
      }
      claims.secure(open.path());
    }
    return write(open, facts);
  }

  // ---- a file that was renamed

  private Exported renamed(Open open, FileState state) throws NotInStep, NotExpected, Torn {
    if (!open.ask().forTargets()) {
      return new Exported.Skipped("Renames are not exported.");
    }
    Optional<ObjectFacts> target = site.head(open.key());
    if (target.isPresent() && target.get().etag().equals(state.etag())) {
      // an attempt that died copied it already
      moveState(open, state, target.get().etag());
      return relabel(open, site.tree().states().read(open.file()).orElseThrow());
    }
    if (target.isPresent()) {
      boolean ours =
          site.known().of(open.key(), target.get().etag()) == Knowledge.SAME
              || Labels.sameFile(open.status(), target.get());
      if (!ours) {
        throw new NotInStep(open.key());
      }
      claims.secure(open.path());
    }
    Optional<ObjectFacts> source =
        sameContent(open, state)
            ? site.head(state.key()).filter(facts -> facts.etag().equals(state.etag()))
            : Optional.empty();
    if (source.isPresent()) {
      String etag = copy(open, source.get());
      moveState(open, state, etag);
      return new Exported.Renamed(state.key(), open.key());
    }
    if (state.content() == Content.RELEASED) {
      throw ExportFailure.passing(
          ReportCode.S3_OBJECT_NOT_FOUND,
          "The object that has the content of the renamed file is missing or changed.");
    }
    return write(open, target);
  }

  /**
   * Copies to a new key. The copy is known before it is there: if this process dies in between and
   * the file goes on, it is found as nobody's and removed.
   */
  private String copy(Open open, ObjectFacts source) throws NotExpected {
    site.known().intend(open.key(), source.etag());
    return writer.copy(source, open.key(), Labels.of(open.status(), open.path(), source)).etag();
  }

  private void moveState(Open open, FileState state, String etag) {
    site.contents()
        .update(
            open.file(),
            now ->
                new FileState(
                    state.link(),
                    open.key(),
                    etag,
                    now.size(),
                    now.modified(),
                    now.content(),
                    now.changed(),
                    now.pinned()));
    site.known().put(open.key(), etag);
  }

  // ---- a further name of a file

  private Exported furtherName(Open open, FileState state) throws NotInStep, NotExpected, Torn {
    if (!open.ask().forTargets()) {
      return new Exported.Skipped("New names are not exported.");
    }
    FileState first = state;
    if (!sameContent(open, state)) {
      Open firstName = new Open(state.key(), open.file(), open.status(), open.ask());
      Exported exported = own(firstName, state);
      if (!(exported instanceof Exported.Written)) {
        return exported;
      }
      first = site.tree().states().read(open.file()).orElseThrow();
    }
    Optional<ObjectFacts> facts = site.head(open.key());
    Optional<HardLinks.Name> name = names.find(open.path());
    String etag = facts.map(ObjectFacts::etag).orElse("");
    if (name.isPresent()
        && name.get().etag().equals(etag)
        && name.get().sourceEtag().equals(first.etag())
        && Labels.agree(open.status(), facts.orElseThrow())) {
      return new Exported.InStep();
    }
    boolean ours =
        facts.isEmpty()
            || etag.equals(first.etag())
            || site.known().of(open.key(), etag) == Knowledge.SAME;
    Optional<ObjectFacts> source = site.head(first.key());
    if (!ours) {
      throw new NotInStep(open.key());
    }
    if (source.isEmpty()) {
      throw ExportFailure.passing(
          ReportCode.S3_OBJECT_NOT_FOUND, "The object of the file's first name is missing.");
    }
    Written written =
        writer.copy(source.get(), open.key(), Labels.of(open.status(), open.path(), source.get()));
    site.known().put(open.key(), written.etag());
    names.note(open.path(), open.status(), written.etag(), first);
    return new Exported.Written(open.key(), written.etag(), open.status().size());
  }

  // ---- common

  private Exported write(Open open, Optional<ObjectFacts> expected) throws NotExpected, Torn {
    if (open.status().size() <= ObjectWriter.LARGEST_SINGLE_PUT) {
      // the answer may be lost, and the file be another one or gone before it is asked again
      site.known().intend(open.key(), Digests.md5(open.file()));
    }
    Written written =
        writer.put(
            open.key(),
            expected,
            Labels.of(open.status(), open.path()),
            open.file(),
            open.status());
    remember(open, written.etag());
    names.contentChanged(open.path(), open.status(), written.etag());
    return new Exported.Written(open.key(), written.etag(), open.status().size());
  }

  private void remember(Open open, String etag) {
    Optional<FileState> before = ownState(open.file());
    if (before.filter(state -> state.content() == Content.RELEASED).isPresent()) {
      moveState(open, before.orElseThrow(), etag);
      return;
    }
    writeState(open, etag, before.filter(FileState::pinned).isPresent());
  }

  private void writeState(Open open, String etag, boolean pinned) {
    site.tree()
        .states()
        .write(
            open.file(),
            new FileState(
                site.link().number(),
                open.key(),
                etag,
                open.status().size(),
                open.status().modified(),
                Content.LOCAL,
                false,
                pinned));
    site.known().put(open.key(), etag);
  }
}
