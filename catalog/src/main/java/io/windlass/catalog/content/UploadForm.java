package io.windlass.catalog.content;

/** How the bytes travel. */
public enum UploadForm {
  /** One signed PUT of the whole object, at most 5 GiB; the only form for an empty file. */
  SINGLE,
  /** Signed parts, each 5 MiB to 5 GiB except the last; at least one byte. */
  MULTIPART
}
