package io.windlass.catalog;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * A change to one entry. What is absent stays as it is; an empty text clears an optional field.
 *
 * @param id the entry
 * @param etag the etag the change is based on; absent means "whatever it is now"
 * @param name new name
 * @param parentId new parent: a move
 * @param description new description; empty clears it
 * @param displayName new display name, projects only; empty clears it
 * @param region new region, projects only; empty clears it
 * @param storedFileId new content, files only
 * @param versionLabel label of the version that the change makes or keeps; empty clears it
 * @param versionComment comment of that version; empty clears it
 * @param versioning whether a new version is made
 */
public record EntryChange(
    long id,
    Optional<String> etag,
    Optional<String> name,
    Optional<Long> parentId,
    Optional<String> description,
    Optional<String> displayName,
    Optional<String> region,
    Optional<Long> storedFileId,
    Optional<String> versionLabel,
    Optional<String> versionComment,
    Versioning versioning) {

  /** When a change of a file makes a new version. */
  public enum Versioning {
    /** Only when the content changes to one with another MD5, or with an unknown one. */
    WHEN_CONTENT_DIFFERS,
    /** In any case. */
    ALWAYS
  }

  /** A change of nothing, to be filled with the {@code with…} methods. */
  public static EntryChange of(long id) {
    return new Draft(id).change();
  }

  /** The same, based on an etag. */
  public EntryChange withEtag(String value) {
    return with(draft -> draft.etag = Optional.of(value));
  }

  /** The same, with a new name. */
  public EntryChange withName(String value) {
    return with(draft -> draft.name = Optional.of(value));
  }

  /** The same, with a new parent. */
  public EntryChange withParentId(long value) {
    return with(draft -> draft.parentId = Optional.of(value));
  }

  /** The same, with a new description. */
  public EntryChange withDescription(String value) {
    return with(draft -> draft.description = Optional.of(value));
  }

  /** The same, with new content. */
  public EntryChange withStoredFileId(long value) {
    return with(draft -> draft.storedFileId = Optional.of(value));
  }

  /** The same, with a new display name. */
  public EntryChange withDisplayName(String value) {
    return with(draft -> draft.displayName = Optional.of(value));
  }

  /** The same, with a new region. */
  public EntryChange withRegion(String value) {
    return with(draft -> draft.region = Optional.of(value));
  }

  /** The same, with a label for the version. */
  public EntryChange withVersionLabel(String value) {
    return with(draft -> draft.versionLabel = Optional.of(value));
  }

  /** The same, with a comment for the version. */
  public EntryChange withVersionComment(String value) {
    return with(draft -> draft.versionComment = Optional.of(value));
  }

  /** The same, making a new version in any case. */
  public EntryChange withNewVersion() {
    return with(draft -> draft.versioning = Versioning.ALWAYS);
  }

  private EntryChange with(Consumer<Draft> change) {
    Draft draft = new Draft(id);
    draft.etag = etag;
    draft.name = name;
    draft.parentId = parentId;
    draft.description = description;
    draft.displayName = displayName;
    draft.region = region;
    draft.storedFileId = storedFileId;
    draft.versionLabel = versionLabel;
    draft.versionComment = versionComment;
    draft.versioning = versioning;
    change.accept(draft);
    return draft.change();
  }

  private static final class Draft {
    final long id;
    Optional<String> etag = Optional.empty();
    Optional<String> name = Optional.empty();
    Optional<Long> parentId = Optional.empty();
    Optional<String> description = Optional.empty();
    Optional<String> displayName = Optional.empty();
    Optional<String> region = Optional.empty();
    Optional<Long> storedFileId = Optional.empty();
    Optional<String> versionLabel = Optional.empty();
    Optional<String> versionComment = Optional.empty();
    Versioning versioning = Versioning.WHEN_CONTENT_DIFFERS;

    Draft(long id) {
      this.id = id;
    }

    EntryChange change() {
      return new EntryChange(
          id,
          etag,
          name,
          parentId,
          description,
          displayName,
          region,
          storedFileId,
          versionLabel,
          versionComment,
          versioning);
    }
  }
}
