package io.windlass.client.model;

import java.util.List;

/**
 * Several contents to be uploaded.
 *
 * @param uploads at most 500
 */
public record NewUploads(List<NewUpload> uploads) {
  /** Copies the list. */
  public NewUploads {
    uploads = Lists.copy(uploads);
  }
}
