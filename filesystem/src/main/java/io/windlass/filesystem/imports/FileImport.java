package io.windlass.filesystem.imports;

import io.windlass.filesystem.imports.Applied.Outcome;
import io.windlass.filesystem.known.KnownObjects.Knowledge;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.tree.Digests;
import io.windlass.filesystem.tree.Draft;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.EntryMetadata;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.FileTree.Replacement;
import io.windlass.filesystem.tree.ObjectMetadata;
import io.windlass.filesystem.tree.PendingChanges;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import io.windlass.objectstore.ObjectFacts;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a file or symbolic link in step with its object, which exists. The caller holds the lock
 * of the path. Thread-safe.
 */
final class FileImport {
  private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

  private final FileTree tree;
  private final Link link;
  private final ObjectDrafts drafts;
  private final PendingChanges pending;

  FileImport(FileTree tree, Link link, ObjectDrafts drafts, PendingChanges pending) {
    this.tree = tree;
    this.link = link;
    this.drafts = drafts;
    this.pending = pending;
  }

  /** An object, and the path it belongs to below the linked directory, which is open. */
  private record Subject(Descriptor base, String path, ObjectFacts facts, ObjectMetadata metadata) {
    boolean archived() {
      return ARCHIVES.contains(facts.storageClass());
    }

    boolean symbolicLink() {
      return metadata.symbolicLink();
    }
  }

  /**
   * Does what the policy says; empty when the entry changed under our hands and must be looked at
   * again.
   */
  Optional<Applied> apply(
      Descriptor base, String path, ObjectFacts facts, Optional<Entry> local, Policy policy) {
    ObjectMetadata metadata = ObjectMetadata.parse(facts.id().key(), facts.metadata());
    Subject subject = new Subject(base, path, facts, metadata);
    if (local.isEmpty() ? !policy.created() : !policy.changed()) {
      return Optional.of(
          local
              .flatMap(entry -> mismatch(subject, entry))
              .orElseGet(() -> Applied.of(Outcome.IGNORED)));
    }
    Optional<Applied> impossible = impossible(subject);
    if (impossible.isPresent()) {
      return impossible;
    }
    return local.isEmpty() ? createOrKeep(subject, policy) : change(subject, local.get());
  }

  /**
   * The same where no version of the object is known; there most likely is no entry, and where
   * there is one the result is empty.
   */
  Optional<Applied> applyUnseen(Descriptor base, String path, ObjectFacts facts, Policy policy) {
    ObjectMetadata metadata = ObjectMetadata.parse(facts.id().key(), facts.metadata());
    Subject subject = new Subject(base, path, facts, metadata);
    if (!policy.created()) {
      return Optional.of(Applied.of(Outcome.IGNORED));
    }
    Optional<Applied> impossible = impossible(subject);
    return impossible.isPresent() ? impossible : create(subject);
  }

  private Optional<Applied> impossible(Subject subject) {
    if (subject.archived() && subject.symbolicLink()) {
      return failed(
          ReportCode.S3_SYMLINK_IN_UNSUPPORTED_TIER,
          "The symbolic link is archived; restore its object first.");
    }
    if (subject.archived() && !tree.lazy()) {
      return failed(
          ReportCode.S3_OBJECT_IN_UNSUPPORTED_TIER, "The object is archived; restore it first.");
    }
    if (subject.symbolicLink() && subject.facts().size() > ObjectDrafts.LONGEST_TARGET) {
      return failed(
          ReportCode.PATH_SIZE_TOO_LONG, "The target of the symbolic link is over 4,095 bytes.");
    }
    return Optional.empty();
  }

  private Optional<Applied> createOrKeep(Subject subject, Policy policy) {
    boolean removedHere = knowledge(subject) == Knowledge.SAME;
    return removedHere && (!policy.brings() || pending.covers(subject.path()))
        ? localSide(subject)
        : create(subject);
  }

  private Optional<Applied> create(Subject subject) {
    EntryMetadata metadata =
        EntryMetadata.ofNew(subject.metadata(), false, subject.facts().lastModified());
    Optional<Draft> draft = draft(subject, metadata);
    if (draft.isEmpty()) {
      return noTarget();
    }
    if (!place(subject, draft.get())) {
      return Optional.empty();
    }
    return Optional.of(Applied.of(Outcome.CREATED, warning(subject), Optional.empty()));
  }

  private boolean place(Subject subject, Draft draft) {
    try {
      return tree.create(subject.base(), subject.path(), draft);
    } catch (LinuxException e) {
      int slash = subject.path().lastIndexOf('/');
      if (e.errno() != Errno.ENOENT || slash < 0) {
        throw e;
      }
      tree.makeDirectories(subject.base(), subject.path().substring(0, slash));
      return tree.create(subject.base(), subject.path(), draft);
    }
  }

  private Optional<Applied> change(Subject subject, Entry entry) {
    Optional<Applied> mismatch = mismatch(subject, entry);
    if (mismatch.isPresent()) {
      return mismatch;
    }
    Optional<FileState> known = entry.known(link, subject.path());
    if (known.filter(state -> state.etag().equals(subject.facts().etag())).isPresent()) {
      return Optional.of(Applied.of(Outcome.UNCHANGED));
    }
    EntryMetadata metadata =
        EntryMetadata.ofChanged(
            subject.metadata(), false, subject.facts().lastModified(), entry.status());
    Optional<Draft> draft = draft(subject, metadata);
    if (draft.isEmpty()) {
      return noTarget();
    }
    if (hasContent(subject, entry, known, draft.get())) {
      FileState state = drafts.local(subject.facts(), subject.path(), metadata);
      tree.adopt(subject.base(), subject.path(), state, metadata);
      return Optional.of(Applied.of(Outcome.ADOPTED));
    }
    boolean stub = known.filter(state -> state.content() == Content.RELEASED).isPresent();
    if (!stub && knowledge(subject) == Knowledge.SAME) {
      // another file has taken the place here, as when editors save; the object is as it was
      return localSide(subject);
    }
    return switch (tree.replace(
        subject.base(), subject.path(), draft.get(), link, subject.path())) {
      case Replacement.Done(Optional<String> aside) ->
          Optional.of(Applied.of(Outcome.REPLACED, warning(subject), aside));
      case Replacement.Gone(), Replacement.OtherKind() -> Optional.empty();
    };
  }

  /**
   * Makes an open stub one of the object as it is now.
   *
   * @return false when it cannot be, or need not
   */
  boolean refresh(Descriptor stub, FileState state, ObjectFacts facts) {
    ObjectMetadata metadata = ObjectMetadata.parse(facts.id().key(), facts.metadata());
    if (facts.etag().equals(state.etag()) || metadata.symbolicLink()) {
      return false;
    }
    EntryMetadata given =
        EntryMetadata.ofChanged(metadata, false, facts.lastModified(), stub.status());
    FileState now =
        FileState.released(
            link.number(), state.key(), facts.etag(), facts.size(), given.modified());
    return tree.refresh(stub, new Draft.Stub(now, given));
  }

  private Knowledge knowledge(Subject subject) {
    return tree.known(link).of(subject.path(), subject.facts().etag());
  }

  /** Only the local side has changed: nothing is to be imported. */
  private Optional<Applied> localSide(Subject subject) {
    return Optional.of(Applied.of(pending.covers(subject.path()) ? Outcome.WAITING : Outcome.KEPT));
  }

  /** Empty for a symbolic link without a target that could be one. */
  private Optional<Draft> draft(Subject subject, EntryMetadata metadata) {
    if (!subject.symbolicLink()) {
      return Optional.of(drafts.file(subject.facts(), subject.path(), metadata));
    }
    String target = drafts.target(subject.facts());
    return target.isEmpty() || target.indexOf('\0') >= 0
        ? Optional.empty()
        : Optional.of(
            new Draft.SymbolicLink(
                drafts.local(subject.facts(), subject.path(), metadata), metadata, target));
  }

  /**
   * Whether an entry that has left the step of its object holds what the object holds now: the
   * export of an equal file, or one that ended before it was noted.
   */
  private boolean hasContent(Subject subject, Entry entry, Optional<FileState> known, Draft draft) {
    if (draft instanceof Draft.SymbolicLink symbolic) {
      return subject.base().readLink(subject.path()).equals(symbolic.target());
    }
    boolean whole = entry.state().filter(s -> s.content() == Content.RELEASED).isEmpty();
    if (!whole
        || entry.status().size() != subject.facts().size()
        || known.filter(state -> !Entry.differs(entry.status(), state)).isPresent()) {
      return false;
    }
    try (Descriptor file =
        subject.base().open(subject.path(), OpenFlags.READ | OpenFlags.NON_BLOCKING, 0)) {
      return Digests.matches(file, subject.facts().etag());
    }
  }

  private static Optional<Applied> mismatch(Subject subject, Entry entry) {
    boolean fits =
        subject.symbolicLink() ? entry.status().isSymbolicLink() : entry.status().isFile();
    return fits
        ? Optional.empty()
        : failed(
            ReportCode.S3_OBJECT_TYPE_MISMATCH,
            "The object and the entry at its path are not of the same kind.");
  }

  private static Optional<Trouble> warning(Subject subject) {
    return subject.archived()
        ? Optional.of(
            new Trouble(
                ReportCode.S3_OBJECT_IN_UNSUPPORTED_TIER,
                true,
                "The object is archived; its content can be read after it is restored."))
        : Optional.empty();
  }

  private static Optional<Applied> noTarget() {
    return failed(
        ReportCode.S3_OBJECT_PATH_NOT_POSIX_COMPLIANT,
        "The body of the object is no target of a symbolic link.");
  }

  private static Optional<Applied> failed(ReportCode code, String reason) {
    return Optional.of(Applied.failed(code, reason));
  }
}
