package io.windlass.filesystem.imports;

import io.windlass.filesystem.tree.ReportCode;
import java.util.Optional;

/**
 * What became of one key.
 *
 * @param outcome what was done
 * @param trouble why not, with {@link Outcome#FAILED}; or a warning
 * @param aside where the local file was moved that lost its place, below the root of the file
 *     system
 */
public record Applied(Outcome outcome, Optional<Trouble> trouble, Optional<String> aside) {

  /** What was done. */
  public enum Outcome {
    /** A new entry. */
    CREATED,
    /** Metadata and content are those of the object now. */
    REPLACED,
    /** The entry had the object's content; it is known as its file now, with its metadata. */
    ADOPTED,
    /** The entry is gone, as the object is. */
    REMOVED,
    /** Both sides agreed already. */
    UNCHANGED,
    /** The policy of the link does not ask for it. */
    IGNORED,
    /**
     * The local side stays as it is: the object did not change since both agreed, and the entry was
     * removed, renamed or replaced here; or the object is gone, and the entry changed here or never
     * was this object.
     */
    KEPT,
    /** The same, and the local change waits to be exported. */
    WAITING,
    /** The object could not be taken over. */
    FAILED
  }

  static Applied of(Outcome outcome) {
    return new Applied(outcome, Optional.empty(), Optional.empty());
  }

  static Applied of(Outcome outcome, Optional<Trouble> warning, Optional<String> aside) {
    return new Applied(outcome, warning, aside);
  }

  static Applied failed(ReportCode code, String reason) {
    return new Applied(
        Outcome.FAILED, Optional.of(new Trouble(code, false, reason)), Optional.empty());
  }
}
