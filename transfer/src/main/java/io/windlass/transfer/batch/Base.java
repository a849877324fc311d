package io.windlass.transfer.batch;

import io.windlass.transfer.TransferItem;
import java.util.Optional;

/**
 * Where the entries of a batch begin on both sides: an item of the transfer.
 *
 * @param source path in the source, or an https address; empty for deletions
 * @param destination path in the destination; of deletions, where
 * @param checksum that the bytes of the one file must have
 */
public record Base(String source, String destination, Optional<TransferItem.Checksum> checksum) {
  /** The path of an entry in the source. */
  public String inSource(String path) {
    return join(source, path);
  }

  /**
   * The path of an entry in the source as it may be shown; absent in deletions. The query of an
   * address may be a key.
   */
  public Optional<String> shownInSource(String path) {
    if (source.isEmpty()) {
      return Optional.empty();
    }
    int query = source.startsWith("/") ? -1 : source.indexOf('?');
    return Optional.of(query < 0 ? inSource(path) : source.substring(0, query));
  }

  /** The path of an entry in the destination. */
  public String inDestination(String path) {
    return join(destination, path);
  }

  private static String join(String base, String path) {
    if (path.isEmpty()) {
      return base;
    }
    return base.endsWith("/") ? base + path : base + "/" + path;
  }
}
