package io.windlass.client.model;

import java.util.List;

/**
 * Several files whose contents are to be read.
 *
 * @param downloads at most 500
 */
public record NewDownloads(List<NewDownload> downloads) {
  /** Copies the list. */
  public NewDownloads {
    downloads = Lists.copy(downloads);
  }
}
