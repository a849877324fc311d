package io.windlass.catalog;

import java.util.Optional;

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
    return new EntryChange(
        id,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Versioning.WHEN_CONTENT_DIFFERS);
  }

  /** The same, based on an etag. */
  public EntryChange withEtag(String value) {
    return new EntryChange(
        id,
        Optional.of(value),
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

  /** The same, with a new name. */
  public EntryChange withName(String value) {
    return new EntryChange(
        id,
        etag,
        Optional.of(value),
        parentId,
        description,
        displayName,
        region,
        storedFileId,
        versionLabel,
        versionComment,
        versioning);
  }

  /** The same, with a new parent. */
  public EntryChange withParentId(long value) {
    return new EntryChange(
        id,
        etag,
        name,
        Optional.of(value),
        description,
        displayName,
        region,
        storedFileId,
        versionLabel,
        versionComment,
        versioning);
  }

  /** The same, with a new description. */
  public EntryChange withDescription(String value) {
    return new EntryChange(
        id,
        etag,
        name,
        parentId,
        Optional.of(value),
        displayName,
        region,
        storedFileId,
        versionLabel,
        versionComment,
        versioning);
  }

  /** The same, with new content. */
  public EntryChange withStoredFileId(long value) {
    return new EntryChange(
        id,
        etag,
        name,
        parentId,
        description,
        displayName,
        region,
        Optional.of(value),
        versionLabel,
        versionComment,
        versioning);
  }

  /** The same, with a new display name. */
  public EntryChange withDisplayName(String value) {
    return new EntryChange(
        id,
        etag,
        name,
        parentId,
        description,
        Optional.of(value),
        region,
        storedFileId,
        versionLabel,
        versionComment,
        versioning);
  }

  /** The same, with a new region. */
  public EntryChange withRegion(String value) {
    return new EntryChange(
        id,
        etag,
        name,
        parentId,
        description,
        displayName,
        Optional.of(value),
        storedFileId,
        versionLabel,
        versionComment,
        versioning);
  }

  /** The same, with a label for the version. */
  public EntryChange withVersionLabel(String value) {
    return new EntryChange(
        id,
        etag,
        name,
        parentId,
        description,
        displayName,
        region,
        storedFileId,
        Optional.of(value),
        versionComment,
        versioning);
  }

  /** The same, with a comment for the version. */
  public EntryChange withVersionComment(String value) {
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
        Optional.of(value),
        versioning);
  }

  /** The same, making a new version in any case. */
  public EntryChange withNewVersion() {
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
        Versioning.ALWAYS);
  }
}
