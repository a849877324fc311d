package io.windlass.client.model;

import java.util.List;

/**
 * Uploads all of which have been sent.
 *
 * @param uploads at most 500
 */
public record SentUploads(List<SentUpload> uploads) {
  /** Copies the list. */
  public SentUploads {
    uploads = Lists.copy(uploads);
  }
}
