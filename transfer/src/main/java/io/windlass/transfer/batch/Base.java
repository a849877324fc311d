package io.windlass.transfer.batch;

import io.windlass.transfer.TransferItem;
import java.util.List;
import java.util.Optional;

/**
 * Where the entries of a batch begin on both sides: an item of the transfer.
 *
 * @param source path in the source, or an https address; empty for deletions. In rows an address is
 *     without its query, and has the number of the item that it is behind a {@code #}
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
    return Optional.of(source.startsWith("/") ? inSource(path) : source.split("[?#]", 2)[0]);
  }

  /** The base of an address as it may be kept in a row, given the address without its query. */
  public static Base ofAddress(TransferItem item, int number) {
    return new Base(item.source() + "#" + number, item.destination(), item.checksum());
  }

  /** The same with the whole address, given the items of the request. */
  public Base withAddress(List<TransferItem> items) {
    int number = Integer.parseInt(source.substring(source.lastIndexOf('#') + 1));
    return new Base(items.get(number).source(), destination, checksum);
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
