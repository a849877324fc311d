package io.windlass.filesystem.tree;

/** Why an entry or object was left as it was, as reports and event logs say it. */
public enum ReportCode {
  /** The file is larger than an object can be. */
  FILE_SIZE_TOO_LARGE("FileSizeTooLarge"),
  /** A fault of Windlass or of the machine. */
  INTERNAL_ERROR("InternalError"),
  /** The operation is not allowed for this entry. */
  OPERATION_NOT_PERMITTED("OperationNotPermitted"),
  /** The key, or a name in it, is longer than the other side can hold. */
  PATH_SIZE_TOO_LONG("PathSizeTooLong"),
  /** The entry is in use. */
  RESOURCE_BUSY("ResourceBusy"),
  /** The store does not let us. */
  S3_ACCESS_DENIED("S3AccessDenied"),
  /** The store failed. */
  S3_ERROR("S3Error"),
  /** The object was deleted before its change was taken over. */
  S3_FILE_DELETED("S3FileDeleted"),
  /** The object is in an archive class; its content must be restored there first. */
  S3_OBJECT_IN_UNSUPPORTED_TIER("S3ObjectInUnsupportedTier"),
  /** The object is not there. */
  S3_OBJECT_NOT_FOUND("S3ObjectNotFound"),
  /** The key cannot be a path. */
  S3_OBJECT_PATH_NOT_POSIX_COMPLIANT("S3ObjectPathNotPosixCompliant"),
  /** A file on the one side is a directory or a symbolic link on the other. */
  S3_OBJECT_TYPE_MISMATCH("S3ObjectTypeMismatch"),
  /** A rename of the file is not yet in the bucket. */
  S3_OBJECT_UPDATE_IN_PROGRESS_FROM_FILE_RENAME("S3ObjectUpdateInProgressFromFileRename"),
  /** The object of a symbolic link is in an archive class. */
  S3_SYMLINK_IN_UNSUPPORTED_TIER("S3SymlinkInUnsupportedTier"),
  /** The object was deleted before the file could be released. */
  SOURCE_OBJECT_DELETED_BEFORE_RELEASING("SourceObjectDeletedBeforeReleasing");

  private final String text;

  ReportCode(String text) {
    this.text = text;
  }

  /** The code as reports write it. */
  public String text() {
    return text;
  }
}
